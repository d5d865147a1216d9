namespace HumaXledger.Tests.Browser.Support;

/// <summary>The web sockets of a page, so that a test can close them as a network does.</summary>
internal static class Sockets
{
    /// <summary>For each page before its own scripts: keeps them in <c>window.sockets</c>.</summary>
    public const string Keep = """
        window.sockets = [];
        window.WebSocket = class extends WebSocket {
            constructor(...given) { super(...given); window.sockets.push(this); }
        };
        """;
}
