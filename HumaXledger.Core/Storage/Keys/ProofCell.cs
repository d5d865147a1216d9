using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Mapping;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>The proof of a link as a sealed value: one that is missing or says something else is misplaced, one
/// whose key is lost is not.</summary>
internal static class ProofCell
{
    /// <summary>Table and column.</summary>
    public const string Place = "Links." + nameof(PersonLink.Proof);

    /// <summary>The proof of a row that was read closed.</summary>
    public static SealedCell Of(IProvedRow row) =>
        row.Proof is FieldValue.Closed closed
            ? new(
                nameof(PersonLink.Proof),
                closed.Column,
                closed.InClear ? null : ValueVault.KeyOf(closed.Text),
                vault => OfClosed(vault, closed, row)
            )
            : new(nameof(PersonLink.Proof), (object?)Column(row.Proof) ?? DBNull.Value, Key: null, vault =>
                row.Proof is null && vault.AcceptsUnproved ? Anew(vault, row) : new(Value: null, Misplaced: true)
            );

    // Whose key is lost proves nothing, and is not misplaced.
    private static ResealedCell OfClosed(ValueVault vault, FieldValue.Closed closed, IProvedRow row)
    {
        var said = closed.InClear ? Opened<string>.OfAnother : vault.Open(closed.Text, PlaceOf(row));
        return said.Value == row.Proved ? Anew(vault, row) : new(Value: null, said.Misplaced || said.Value is not null);
    }

    private static ResealedCell Anew(ValueVault vault, IProvedRow row)
    {
        var anew = vault.Seal(row.Proved, PlaceOf(row));
        return new(Column(new FieldValue.Closed(anew, InClear: false, "")), Misplaced: false);
    }

    private static string? Column(FieldValue? value) =>
        value is null ? null : (string?)new FieldValueConverter().ConvertToProvider(value);

    private static string PlaceOf(IProvedRow row) => $"{Place}\n{row.Identity}";
}
