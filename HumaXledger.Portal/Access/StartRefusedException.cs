namespace HumaXledger.Portal.Access;

/// <summary>
/// The Portal must not start with these settings; the message gives the cause and the remedy for the command line.
/// </summary>
public sealed class StartRefusedException(string message) : Exception(message);
