namespace HumaXledger.Core;

/// <summary>
/// A token, key or password. It cannot print its value: not in a log, an exception, a debugger view or JSON.
/// </summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value;

    /// <summary>The value, at the one place where it goes out on the wire or into encryption.</summary>
    public string Reveal() => _value;

    public bool Equals(Secret? other) => other is not null && _value == other._value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "(secret)";
}
