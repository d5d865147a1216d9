namespace HumaXledger.Sandbox.Sample;

/// <summary>Values that are invalid, incomplete or in another script.</summary>
internal static class ValueScenes
{
    public static readonly Scene[] All =
    [
        new(2, InvalidContact),
        new(2, InvalidNumbers),
        new(2, IncompleteAddress),
        new(2, RecordsDisagree),
        new(2, GenderFreeTextAndDates),
        new(2, TransliteratedName),
        new(3, OtherScript),
        new(2, LongName),
        new(2, LivesInDenmark),
        new(2, UnseenCharacters),
    ];

    private static void InvalidContact(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.SetEmail(person.Xledger.Email!.Replace("@", " at ", StringComparison.Ordinal));
        person.Xledger.SetPhone("ring resepsjonen");
        casting.Conflict(person, SandboxField.Email, SandboxField.Phone);
        casting.NoteDifference(SampleSituation.InvalidEmail, null, person);
        casting.NoteDifference(SampleSituation.InvalidPhone, null, person);
    }

    private static void InvalidNumbers(Casting casting)
    {
        var person = casting.Norwegian();
        var (huma, xledger) = (person.Huma!, person.Xledger!);
        xledger.SocialSec = IdentityNumbers.Broken(Digits(xledger.SocialSec!));
        xledger.BankAccount = IdentityNumbers.Broken(Digits(xledger.BankAccount!));
        huma.BankAccount = null;
        casting.Conflict(person, SandboxField.Identification);
        casting.MissingInHuma(person, SandboxField.BankAccount);
        casting.NoteDifference(SampleSituation.InvalidIdentification, null, person);
        casting.NoteDifference(SampleSituation.InvalidBankAccount, null, person);
    }

    private static void IncompleteAddress(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.Address = null;
        person.Xledger!.SetAddress(
            person.Xledger.Address! with
            {
                Place = null,
                Country = casting.Random.Chance(50) ? null : "NO",
            }
        );
        casting.MissingInHuma(person, SandboxField.Address);
        casting.NoteDifference(SampleSituation.IncompleteAddress, null, person);
    }

    private static void RecordsDisagree(Casting casting)
    {
        var person = casting.Norwegian();
        var xledger = person.Xledger!;
        xledger.SubledgerEmail = "lonn@example.no";
        xledger.SubledgerPhone = PersonFactory.Phone(person.Index + 8_000_000, swedish: false);
        xledger.SubledgerDescription = xledger.Description + " (privat)";
        xledger.SubledgerAddress = new SampleAddress("Postboks 17", "0101", "Oslo", "NO");
        foreach (
            var field in new[] { SandboxField.Email, SandboxField.Phone, SandboxField.FamilyName, SandboxField.Address }
        )
            casting.NoteDifference(SampleSituation.DiffersInsideXledger, field, person);
    }

    private static void GenderFreeTextAndDates(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.Gender = casting.Random.Chance(50) ? "Ikke-binær" : "Non-binary";
        person.Xledger!.To = person.Xledger.From!.Value.AddMonths(-7);
        casting.Conflict(person, SandboxField.Gender);
        casting.MissingInHuma(person, SandboxField.EmploymentEnd);
        casting.NoteDifference(SampleSituation.GenderFreeText, null, person);
        casting.NoteDifference(SampleSituation.DatesOutOfOrder, null, person);
    }

    private static void TransliteratedName(Casting casting)
    {
        var person = casting.Norwegian();
        var (given, family, givenLatin, familyLatin) = casting.Random.Pick(SampleNames.OtherScripts);
        casting.Factory.Rename(person, givenLatin, familyLatin);
        (person.Huma!.GivenName, person.Huma.FamilyName) = (given, family);
        casting.Conflict(person, SandboxField.GivenName, SandboxField.FamilyName);
        casting.NoteDifference(SampleSituation.OtherScript, null, person);
    }

    private static void OtherScript(Casting casting)
    {
        var person = casting.Norwegian();
        var (given, family, givenLatin, familyLatin) = casting.Random.Pick(SampleNames.OtherScripts);
        casting.Factory.Rename(person, givenLatin, familyLatin);
        (person.Huma!.GivenName, person.Huma.FamilyName) = (given, family);
        person.Xledger!.SetNames(given, family);
        casting.Note(SampleSituation.OtherScript, person);
    }

    private static void LongName(Casting casting)
    {
        var person = casting.Norwegian();
        var (given, family) = casting.Random.Pick(SampleNames.Long);
        casting.Factory.Rename(person, given, family);
        casting.Note(SampleSituation.LongName, person);
    }

    /// <summary>Half of them have the calling code in Xledger and not in Huma; the rest the other way round.</summary>
    private static void LivesInDenmark(Casting casting)
    {
        var person = casting.Norwegian();
        var (huma, xledger) = (person.Huma!, person.Xledger!);
        var phone = PersonFactory.Phone(person.Index, swedish: false)[^8..];
        var (bare, stated) = ($"2{phone[1..3]} {phone[3..5]} {phone[5..]}", $"+45 2{phone[1..]}");
        var address = new SampleAddress($"Nygade {1 + (person.Index % 90)}", "1164", "København", "DK");
        var account = AccountNumbers.Danish(casting.Random);
        var identity = IdentityNumbers.Danish(huma.BirthDate!.Value, person.Woman, casting.Random);
        (huma.Phone, huma.Address) = (casting.Random.Chance(50) ? bare : stated, address);
        (huma.BankAccount, huma.BankCountry) = (account, "DK");
        (huma.Identification, huma.IdentificationCountry) = ($"{identity[..6]}-{identity[6..]}", "DK");
        xledger.SetPhone(huma.Phone == bare ? stated : bare);
        xledger.SetAddress(address);
        (xledger.BankAccount, xledger.SocialSec) = ($"{account[..4]} {account[4..]}", identity);
        casting.Note(SampleSituation.LivesAbroad, person);
    }

    private static void UnseenCharacters(Casting casting)
    {
        var person = casting.Norwegian();
        var xledger = person.Xledger!;
        xledger.SetNames(
            "\uFEFF" + xledger.FirstName,
            string.Join("\u00AD", xledger.LastName![..2], xledger.LastName[2..])
        );
        xledger.JobTitle += "\u200B";
        casting.Note(SampleSituation.UnseenCharacters, person);
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
