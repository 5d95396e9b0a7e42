@echo off
rem Installs, or upgrades, the Roomwatch that lies beside this file, silently. For example:
rem   install.cmd ROOMNAME="Boardroom 4.12" SITE=berlin LISTENADDRESS=0.0.0.0:10909 OPENFIREWALL=1 REMOTEADDRESS=10.4.0.0/16
rem Exit code 0: done; 3010: done, restart when convenient; others: see roomwatch-install.log beside the temporary files.
setlocal
set "MSI="
rem A share without a drive letter gets one for a moment.
pushd "%~dp0"
for %%f in (roomwatch-*.msi) do set "MSI=%~dp0%%f"
popd
if not defined MSI (
  echo No roomwatch-*.msi beside %~f0
  exit /b 2
)
msiexec.exe /i "%MSI%" /qn /norestart /l*v "%TEMP%\roomwatch-install.log" %*
exit /b %ERRORLEVEL%
