namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// The literals of <c>bankAccount.type</c>; the specification names the discriminator and not its values.
/// </summary>
internal static class BankAccountTypes
{
    public static string Literal(HumaBankAccount account, BankAccountType spelling) =>
        account is HumaBankAccount.National ? National(spelling) : International(spelling);

    public static string National(BankAccountType spelling) =>
        spelling switch
        {
            BankAccountType.Uppercase => "NATIONAL",
            BankAccountType.SchemaName => "NationalBankAccount",
            _ => "national",
        };

    public static string International(BankAccountType spelling) =>
        spelling switch
        {
            BankAccountType.Uppercase => "INTERNATIONAL",
            BankAccountType.SchemaName => "InternationalBankAccount",
            _ => "international",
        };
}
