namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>How a social security number reads on an employee.</summary>
internal static class SocialNumber
{
    private const int Shown = 6;

    /// <summary>The digits of the birth date, then asterisks.</summary>
    public static string? Masked(string? number) =>
        string.IsNullOrEmpty(number) ? null
        : number.Length <= Shown ? new string('*', number.Length)
        : number[..Shown] + new string('*', number.Length - Shown);
}
