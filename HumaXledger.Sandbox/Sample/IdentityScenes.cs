namespace HumaXledger.Sandbox.Sample;

/// <summary>One record for two people after each other.</summary>
internal static class IdentityScenes
{
    public static readonly Scene[] All = [new(2, Overwritten)];

    /// <summary>
    /// A leaver's profile in Huma was filled in with the successor, who took over e-mail address, phone number and employment ID; Xledger still holds the leaver, with the leaver's bank account.
    /// </summary>
    private static void Overwritten(Casting casting)
    {
        var person = casting.Norwegian();
        var huma = person.Huma!;
        var birth = huma.BirthDate!.Value.AddYears(-7).AddDays(101);
        var (given, family) = person.Woman ? ("Ragnhild", "Etterfølger") : ("Torbjørn", "Etterfølger");
        (huma.GivenName, huma.FamilyName, huma.BirthDate) = (given, family, birth);
        huma.Identification = IdentityNumbers.Norwegian(birth, person.Woman, dNumber: false, casting.Random);
        huma.BankAccount = null;
        casting.Conflict(person, SandboxField.GivenName, SandboxField.FamilyName, SandboxField.BirthDate, SandboxField.Identification);
        casting.MissingInHuma(person, SandboxField.BankAccount);
        casting.NoteDifference(SampleSituation.Overwritten, null, person);
    }
}
