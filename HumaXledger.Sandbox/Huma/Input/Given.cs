namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>What an input says about one property: nothing (it stays), no value (it is cleared), or a value.</summary>
internal readonly record struct Given<T>(bool IsGiven, T? Value)
{
    public T? Or(T? before) => IsGiven ? Value : before;
}
