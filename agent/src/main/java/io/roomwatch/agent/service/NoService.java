package io.roomwatch.agent.service;

/** There is none to be had here. */
record NoService(String why) implements ServiceControl {

  private ServiceFault none() {
    return new ServiceFault("no service can be made here: " + why + "; use roomwatch run");
  }

  @Override
  public String install(Wish wish) throws ServiceFault {
    throw none();
  }

  @Override
  public String uninstall(Removal removal) throws ServiceFault {
    throw none();
  }

  @Override
  public String start() throws ServiceFault {
    throw none();
  }

  @Override
  public String stop() throws ServiceFault {
    throw none();
  }

  @Override
  public State state() throws ServiceFault {
    throw none();
  }
}
