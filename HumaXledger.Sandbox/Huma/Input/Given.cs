namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>One property of an input: absent (unchanged), without value (cleared), or a value.</summary>
internal readonly record struct Given<T>(bool IsGiven, T? Value)
{
    /// <summary>The given value, or the one before where the property is absent.</summary>
    public T? Or(T? before) => IsGiven ? Value : before;
}
