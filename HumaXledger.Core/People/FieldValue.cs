using System.Diagnostics;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>
/// The value of one field of one person in one system. <see cref="Unknown"/> (not returned, not readable, masked) is
/// never treated as <see cref="Empty"/>, so that no value is cleared because it could not be read.
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

    /// <summary>The system returned the field without a value.</summary>
    public sealed record Empty : FieldValue
    {
        public override string ToString() => "empty";
    }

    /// <summary>
    /// A value in the spelling of its system. Dates are <c>yyyy-MM-dd</c>; an address or a bank account is the JSON of
    /// <see cref="Addresses.Address"/> or <see cref="BankAccounts.BankAccount"/>.
    /// </summary>
    public sealed record Of([property: DebuggerBrowsable(DebuggerBrowsableState.Never)] string Text) : FieldValue
    {
        // A value may be a national identity number, so it is kept out of logs and exceptions.
        public override string ToString() => "a value";
    }

    /// <summary>
    /// As the store holds it, until the row that it belongs to has been read; never leaves <c>Storage</c>. Asking it
    /// anything is a bug: a query has taken the column without its row.
    /// </summary>
    /// <param name="Text">What is sealed, or what was stored before values were sealed.</param>
    /// <param name="InClear">Whether <paramref name="Text"/> is the value itself.</param>
    /// <param name="Column">The whole content of the column.</param>
    internal sealed record Closed(
        [property: DebuggerBrowsable(DebuggerBrowsableState.Never)] string Text,
        bool InClear,
        [property: DebuggerBrowsable(DebuggerBrowsableState.Never)] string Column
    ) : FieldValue
    {
        public override string ToString() => "a stored value";
    }

    /// <summary>The shared instance of <see cref="Unknown"/>.</summary>
    public static readonly FieldValue NotKnown = new Unknown();

    /// <summary>
    /// Unknown too, and equal to <see cref="NotKnown"/>: what is stored was sealed for another row or column, or was
    /// changed in the database.
    /// </summary>
    public static readonly FieldValue Misplaced = new Unknown();

    /// <summary>The shared instance of <see cref="Empty"/>.</summary>
    public static readonly FieldValue Nothing = new Empty();

    /// <summary>A value, or <see cref="Empty"/> where the text is null or has no visible character.</summary>
    public static FieldValue From(string? text) => InvisibleCharacters.IsBlank(text) ? Nothing : new Of(text);

    /// <summary>Whether the value is not <see cref="Unknown"/>; true for <see cref="Empty"/>.</summary>
    public bool IsKnown => Opened is not Unknown;

    /// <summary>Whether it is unknown because what is stored does not belong where it is.</summary>
    public bool IsMisplaced => ReferenceEquals(this, Misplaced);

    /// <summary>Whether there is a text: neither unknown nor empty.</summary>
    public bool IsValue => Opened is Of;

    /// <summary>The text of a value; null for unknown and empty.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? TextOrNull => (Opened as Of)?.Text;

    private FieldValue Opened =>
        this is Closed ? throw new InvalidOperationException("A sealed value was read without its row.") : this;
}
