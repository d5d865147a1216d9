namespace HumaXledger.Portal.Access;

/// <summary>The one number that a circuit shows in clear: the next one masks it.</summary>
public sealed class OneInClear
{
    private Action? _mask;

    /// <param name="mask">How to mask it again.</param>
    public void Take(Action mask)
    {
        var earlier = _mask;
        _mask = mask;
        if (earlier != mask)
        {
            earlier?.Invoke();
        }
    }

    public void Release(Action mask)
    {
        if (_mask == mask)
        {
            _mask = null;
        }
    }
}
