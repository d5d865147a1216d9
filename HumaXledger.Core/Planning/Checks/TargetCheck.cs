using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>Requirements of one system beyond the validity of the value.</summary>
internal static class TargetCheck
{
    /// <summary>Why <paramref name="target"/> would refuse this value; null where it would not.</summary>
    public static Reason? Refusal(Field field, FieldValue.Of value, Side target) =>
        (FieldRules.KindOf(field), target) switch
        {
            (FieldKind.Address, Side.Huma)
                when PersonCheck.MissingParts(Address.Read(value.Text)) is { Count: > 0 } parts => new Reason(
                ValueReasons.AddressIncomplete,
                parts
            ),
            (FieldKind.BankAccount, Side.Huma) => PersonCheck.MissingDetail(BankAccount.Read(value.Text)),
            _ => null,
        };
}
