namespace HumaXledger.Core.Texts;

/// <summary>How a text uses an argument.</summary>
public enum MessageArgumentKind
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>A number that no word depends on.</summary>
    Number,

    /// <summary>A count that words depend on.</summary>
    Plural,

    /// <summary>A value that a branch of the text depends on.</summary>
    Select,
}

/// <summary>One use of an argument in a text; <c>Index</c> counts from 0.</summary>
public readonly record struct MessageArgument(int Index, MessageArgumentKind Kind) : IComparable<MessageArgument>
{
    public int CompareTo(MessageArgument other) => (Index, Kind).CompareTo((other.Index, other.Kind));

    public static bool operator <(MessageArgument left, MessageArgument right) => left.CompareTo(right) < 0;

    public static bool operator <=(MessageArgument left, MessageArgument right) => left.CompareTo(right) <= 0;

    public static bool operator >(MessageArgument left, MessageArgument right) => left.CompareTo(right) > 0;

    public static bool operator >=(MessageArgument left, MessageArgument right) => left.CompareTo(right) >= 0;
}
