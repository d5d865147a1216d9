namespace HumaXledger.Portal.Access;

/// <summary>
/// Whether the user of a circuit pressed a key or used the pointer. A script of the page reports it, at most once a
/// minute (<c>wwwroot/portal.js</c>). What a page does by itself, such as drawing a live update or answering the
/// server, is no use of the session.
/// </summary>
public sealed class CircuitInput
{
    private volatile bool _any;

    /// <summary>The browser reports input.</summary>
    public void Note() => _any = true;

    /// <summary>Whether there was any since the previous call.</summary>
    public bool Take()
    {
        var any = _any;
        _any = false;
        return any;
    }
}
