namespace HumaXledger.Sandbox.Sample;

/// <summary>Records that were reused for another person.</summary>
internal static class IdentityScenes
{
    public static readonly Scene[] All =
    [
        new(1, Overwritten),
        new(1, OverwrittenInSweden) { Norwegians = 0, Swedes = 1 },
    ];

    /// <summary>
    /// A leaver's profile in Huma was overwritten with the successor, who took over e-mail address, phone number and
    /// employment ID; Xledger still has the leaver, with the leaver's bank account.
    /// </summary>
    private static void Overwritten(Casting casting) => Overwrite(casting, casting.Norwegian());

    private static void OverwrittenInSweden(Casting casting) => Overwrite(casting, casting.Swede());

    private static void Overwrite(Casting casting, SamplePerson person)
    {
        var huma = person.Huma!;
        var birth = huma.BirthDate!.Value.AddYears(-7).AddDays(101);
        var (given, family) = person.Woman ? ("Ragnhild", "Etterfølger") : ("Torbjørn", "Etterfølger");
        (huma.GivenName, huma.FamilyName, huma.BirthDate) = (given, family, birth);
        huma.Identification = person.Swedish
            ? IdentityNumbers.Swedish(birth, person.Woman, casting.Random)
            : IdentityNumbers.Norwegian(birth, person.Woman, dNumber: false, casting.Random);
        huma.BankAccount = null;
        casting.Conflict(
            person,
            SandboxField.GivenName,
            SandboxField.FamilyName,
            SandboxField.BirthDate,
            SandboxField.Identification
        );
        casting.MissingInHuma(person, SandboxField.BankAccount);
        casting.NoteDifference(SampleSituation.Overwritten, null, person);
    }
}
