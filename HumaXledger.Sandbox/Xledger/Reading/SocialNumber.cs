namespace HumaXledger.Sandbox.Xledger.Reading;

internal static class SocialNumber
{
    private const int Shown = 6;

    /// <summary>The birth date digits, the rest as stars.</summary>
    public static string? Masked(string? number) =>
        string.IsNullOrEmpty(number) ? null
        : number.Length <= Shown ? new string('*', number.Length)
        : number[..Shown] + new string('*', number.Length - Shown);
}
