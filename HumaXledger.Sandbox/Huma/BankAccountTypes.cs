namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// The literals of <c>bankAccount.type</c>; the specification names the discriminator but not its values.
/// </summary>
internal static class BankAccountTypes
{
    /// <summary>The literal of an account.</summary>
    public static string Literal(HumaBankAccount account, BankAccountType spelling) =>
        account is HumaBankAccount.National ? National(spelling) : International(spelling);

    /// <summary>The literal of national accounts.</summary>
    public static string National(BankAccountType spelling) =>
        spelling switch
        {
            BankAccountType.Uppercase => "NATIONAL",
            BankAccountType.SchemaName => "NationalBankAccount",
            _ => "national",
        };

    /// <summary>The literal of international accounts.</summary>
    public static string International(BankAccountType spelling) =>
        spelling switch
        {
            BankAccountType.Uppercase => "INTERNATIONAL",
            BankAccountType.SchemaName => "InternationalBankAccount",
            _ => "international",
        };
}
