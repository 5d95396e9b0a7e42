@echo off
rem Starts Roomwatch on the runtime beside it.
setlocal
set "ROOMWATCH_HOME=%~dp0.."
"%ROOMWATCH_HOME%\runtime\bin\java.exe" "-Droomwatch.home=%ROOMWATCH_HOME%" "-Djna.boot.library.path=%ROOMWATCH_HOME%\native" "-Djava.library.path=%ROOMWATCH_HOME%\native" "-Dorg.sqlite.lib.path=%ROOMWATCH_HOME%\native" "-Dorg.sqlite.tmpdir=%ROOMWATCH_HOME%\native" "@%ROOMWATCH_HOME%\lib\java.options" -cp "%ROOMWATCH_HOME%\lib\*" io.roomwatch.agent.Main %*
exit /b %ERRORLEVEL%
