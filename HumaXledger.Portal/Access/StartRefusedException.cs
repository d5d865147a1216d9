namespace HumaXledger.Portal.Access;

/// <summary>
/// The Portal may not start like this; the message says why and what to do, for the person at the command line.
/// </summary>
public sealed class StartRefusedException(string message) : Exception(message);
