using HumaXledger.Portal;

return await PortalHost.RunAsync(args);
