using System.Diagnostics;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>
/// What a system says of one field of one person. <see cref="Unknown"/> (not returned, not readable, masked) is never
/// taken for
/// <see cref="Empty"/>: nothing is ever cleared because something could not be seen.
/// </summary>
[JsonConverter(typeof(UnwrittenJson))]
public abstract record FieldValue
{
    private FieldValue() { }

    /// <summary>Not returned, not readable or masked.</summary>
    public sealed record Unknown : FieldValue
    {
        public override string ToString() => "unknown";
    }

    /// <summary>Known to be empty.</summary>
    public sealed record Empty : FieldValue
    {
        public override string ToString() => "empty";
    }

    /// <summary>
    /// A value in the spelling of the system it came from. Dates are <c>yyyy-MM-dd</c>; an address or a bank account is
    /// the JSON of
    /// <see cref="People.Address"/> or <see cref="People.BankAccount"/>.
    /// </summary>
    public sealed record Of([property: DebuggerBrowsable(DebuggerBrowsableState.Never)] string Text) : FieldValue
    {
        // A value may be a national identity number: it never prints itself into a log or an exception.
        public override string ToString() => "a value";
    }

    public static readonly FieldValue NotKnown = new Unknown();
    public static readonly FieldValue Nothing = new Empty();

    /// <summary>A value, or <see cref="Empty"/> where the text is null or nothing of it can be seen.</summary>
    public static FieldValue From(string? text) => Unseen.IsBlank(text) ? Nothing : new Of(text);

    public bool IsKnown => this is not Unknown;

    public bool IsValue => this is Of;

    /// <summary>The text of a value; null for unknown and empty.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? TextOrNull => (this as Of)?.Text;
}
