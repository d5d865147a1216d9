using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Mapping;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>The proof of a link as a sealed value: one that is missing or says something else is misplaced.</summary>
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
                vault => Says(vault, closed, row) ? Anew(vault, row) : new(Value: null, Misplaced: true)
            )
            : new(nameof(PersonLink.Proof), (object?)Column(row.Proof) ?? DBNull.Value, Key: null, vault =>
                row.Proof is null && vault.AcceptsUnproved ? Anew(vault, row) : new(Value: null, Misplaced: true)
            );

    private static bool Says(ValueVault vault, FieldValue.Closed closed, IProvedRow row) =>
        !closed.InClear && vault.Open(closed.Text, PlaceOf(row)).Value == row.Proved;

    private static ResealedCell Anew(ValueVault vault, IProvedRow row)
    {
        var anew = vault.Seal(row.Proved, PlaceOf(row));
        return new(Column(new FieldValue.Closed(anew, InClear: false, "")), Misplaced: false);
    }

    private static string? Column(FieldValue? value) =>
        value is null ? null : (string?)new FieldValueConverter().ConvertToProvider(value);

    private static string PlaceOf(IProvedRow row) => $"{Place}\n{row.Identity}";
}
