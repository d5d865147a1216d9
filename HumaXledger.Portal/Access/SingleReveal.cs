namespace HumaXledger.Portal.Access;

/// <summary>The one number that a circuit shows in clear text; showing another one masks it.</summary>
public sealed class SingleReveal
{
    private Action? _mask;

    /// <param name="mask">Masks the number again.</param>
    public void Take(Action mask)
    {
        var earlier = _mask;
        _mask = mask;
        if (earlier != mask)
        {
            earlier?.Invoke();
        }
    }

    /// <summary>Forgets the number, which is masked.</summary>
    public void Release(Action mask)
    {
        if (_mask == mask)
        {
            _mask = null;
        }
    }
}
