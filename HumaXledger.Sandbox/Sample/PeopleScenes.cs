namespace HumaXledger.Sandbox.Sample;

/// <summary>Scenes about whole people: missing in one system, ambiguous matches, employment states.</summary>
internal static class PeopleScenes
{
    public static readonly Scene[] All =
    [
        new(3, OnlyInHuma),
        new(2, HiredInHumaNotStarted),
        new(3, OnlyInXledger),
        new(2, OnlyInXledgerWithoutEmail),
        new(2, OnlyInXledgerInvalid),
        new(2, ProbableMatch),
        new(1, Namesakes) { Norwegians = 2 },
        new(1, Rehired) { Norwegians = 2 },
        new(2, SharedPhone) { Norwegians = 2 },
        new(2, SwappedNames),
        new(2, DuplicateCode) { Swedes = 1 },
        new(4, Ended),
        new(2, DeactivatedButEmployed),
        new(3, NotStarted),
        new(3, SeveralPositions),
        new(2, PendingEmail),
        new(2, OtherIntegration),
        new(2, LosesItsZeros),
        new(2, DanishOrFinnish) { Norwegians = 0, Swedes = 1 },
    ];

    private static void OnlyInHuma(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger = null;
        casting.NoteDifference(SampleSituation.OnlyInHuma, null, person);
    }

    private static void HiredInHumaNotStarted(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger = null;
        person.Huma!.Positions[0] = person.Huma.Positions[0] with
        {
            Start = casting.Month.AddMonths(2),
            Probation = casting.Month.AddMonths(8),
        };
        person.Huma.EmploymentId = null;
        person.Huma.LoggedIn = false;
        casting.NoteDifference(SampleSituation.OnlyInHuma, null, person);
        casting.NoteDifference(SampleSituation.NotStarted, null, person);
        casting.NoteDifference(SampleSituation.NoEmploymentId, null, person);
    }

    private static void OnlyInXledger(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma = null;
        casting.NoteDifference(SampleSituation.OnlyInXledger, null, person);
    }

    private static void OnlyInXledgerWithoutEmail(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma = null;
        person.Xledger!.SetEmail(null);
        casting.NoteDifference(SampleSituation.OnlyInXledger, null, person);
        casting.NoteDifference(SampleSituation.NoEmail, null, person);
    }

    private static void OnlyInXledgerInvalid(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma = null;
        person.Xledger!.SetEmail(person.Xledger.Email!.Replace("@", "(at)", StringComparison.Ordinal));
        person.Xledger.SetPhone("123");
        casting.NoteDifference(SampleSituation.OnlyInXledger, null, person);
        casting.NoteDifference(SampleSituation.InvalidEmail, null, person);
        casting.NoteDifference(SampleSituation.InvalidPhone, null, person);
    }

    private static void ProbableMatch(Casting casting)
    {
        var person = casting.Norwegian();
        var huma = person.Huma!;
        huma.Email = casting.Factory.Email(
            Spelling.Plain(huma.GivenName),
            Spelling.Plain(huma.FamilyName),
            "example.com"
        );
        huma.EmploymentId = huma.Phone = huma.Identification = null;
        casting.Conflict(person, SandboxField.Email);
        casting.MissingInHuma(person, SandboxField.EmploymentId, SandboxField.Phone, SandboxField.Identification);
        casting.NoteDifference(SampleSituation.ProbableMatch, null, person);
        casting.NoteDifference(SampleSituation.NoEmploymentId, null, person);
    }

    /// <summary>Two people with the same name and little other data in Xledger.</summary>
    public static void Namesakes(Casting casting)
    {
        var (one, other) = (casting.Norwegian(), casting.Norwegian());
        casting.Factory.Rename(other, Spelling.Plain(one.Huma!.GivenName), Spelling.Plain(one.Huma.FamilyName));
        foreach (var person in new[] { one, other })
        {
            person.Huma!.EmploymentId = null;
            person.Huma.Gender = one.Huma.Gender;
            person.Xledger!.Woman = one.Xledger!.Woman;
            person.Xledger.SetEmail(null);
            person.Xledger.SetPhone(null);
            person.Xledger.Birthday = null;
            person.Xledger.SocialSec = null;
        }

        casting.NoteDifference(SampleSituation.AmbiguousMatch, null, one, other);
    }

    /// <summary>One person in Huma with two records in Xledger: an old, ended one and the current one.</summary>
    private static void Rehired(Casting casting)
    {
        var (person, old) = (casting.Norwegian(), casting.Norwegian());
        casting.Factory.Rename(old, Spelling.Plain(person.Huma!.GivenName), Spelling.Plain(person.Huma.FamilyName));
        old.Huma = null;
        var before = old.Xledger!;
        before.Birthday = person.Xledger!.Birthday;
        before.SocialSec = person.Xledger.SocialSec;
        before.SetEmail(null);
        before.SetPhone(null);
        before.From = person.Xledger.From!.Value.AddYears(-3);
        before.Trial = null;
        before.To = before.ValidTo = person.Xledger.From.Value.AddMonths(-14);
        person.Huma.EmploymentId = null;
        person.Huma.Phone = null;
        person.Xledger.SetEmail(null);
        casting.NoteDifference(SampleSituation.Rehire, null, person, old);
    }

    private static void SharedPhone(Casting casting)
    {
        var (one, other) = (casting.Norwegian(), casting.Norwegian());
        other.Xledger!.SetPhone(one.Xledger!.Phone);
        other.Huma!.Phone = null;
        casting.Note(SampleSituation.SharedPhone, one, other);
        casting.MissingInHuma(other, SandboxField.Phone);
    }

    private static void SwappedNames(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.SetNames(Spelling.Plain(person.Huma!.FamilyName), Spelling.Plain(person.Huma.GivenName));
        casting.Conflict(person, SandboxField.GivenName, SandboxField.FamilyName);
        casting.NoteDifference(SampleSituation.SwappedNames, null, person);
    }

    /// <summary>Employment IDs are unique in Huma, so the Swede has none there.</summary>
    private static void DuplicateCode(Casting casting)
    {
        var (norwegian, swede) = (casting.Norwegian(), casting.Swede());
        swede.Xledger!.Code = norwegian.Xledger!.Code;
        swede.Huma!.EmploymentId = null;
        casting.Note(SampleSituation.DuplicateCode, norwegian, swede);
        casting.MissingInHuma(swede, SandboxField.EmploymentId);
        casting.NoteDifference(SampleSituation.NoEmploymentId, null, swede);
    }

    private static void Ended(Casting casting)
    {
        var person = casting.Norwegian();
        var end = casting.Random.Date(new DateOnly(2023, 1, 31), new DateOnly(2025, 9, 30));
        var start = person.Xledger!.From!.Value is var known && known < end.AddYears(-1) ? known : end.AddYears(-1);
        person.Huma!.Active = false;
        person.Huma.Positions[0] = person.Huma.Positions[0] with
        {
            Start = start,
            Probation = null,
            Notice = end.AddMonths(-3),
            End = end,
        };
        var xledger = person.Xledger;
        (xledger.From, xledger.Trial, xledger.Notice, xledger.To, xledger.ValidTo) = (
            start,
            null,
            end.AddMonths(-3),
            end,
            end
        );
        casting.Note(SampleSituation.Ended, person);
    }

    private static void DeactivatedButEmployed(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.Active = false;
        person.Xledger!.SetPhone(PersonFactory.Phone(person.Index + 6_000_000, swedish: false));
        casting.Conflict(person, SandboxField.Phone);
        casting.NoteDifference(SampleSituation.DeactivatedButEmployed, null, person);
    }

    private static void NotStarted(Casting casting)
    {
        var person = casting.Norwegian();
        var (start, probation) = (casting.Month.AddMonths(2), casting.Month.AddMonths(8));
        person.Huma!.Positions[0] = person.Huma.Positions[0] with { Start = start, Probation = probation };
        (person.Xledger!.From, person.Xledger.Trial) = (start, probation);
        casting.Note(SampleSituation.NotStarted, person);
    }

    private static void SeveralPositions(Casting casting)
    {
        var person = casting.Norwegian();
        var main = person.Huma!.Positions[0] with { Percentage = 80 };
        person.Huma.Positions[0] = main;
        person.Huma.Positions.Insert(
            0,
            new SamplePosition("Verneombud", main.Start!.Value.AddMonths(4)) { Percentage = 20 }
        );
        person.Huma.Positions.Add(
            new SamplePosition("Lærling", main.Start.Value.AddYears(-2)) { End = main.Start.Value.AddMonths(-2) }
        );
        casting.Note(SampleSituation.SeveralPositions, person);
    }

    private static void PendingEmail(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.LoggedIn = true;
        person.Huma.RequestedEmail = casting.Factory.Email(Spelling.Plain(person.Huma.GivenName), "Ny", "example.no");
        person.Xledger!.SetEmail(person.Huma.RequestedEmail);
        casting.Conflict(person, SandboxField.Email);
        casting.NoteDifference(SampleSituation.PendingEmail, null, person);
    }

    private static void OtherIntegration(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.HeldByOtherIntegration = true;
        person.Xledger!.SetPhone(PersonFactory.Phone(person.Index + 7_000_000, swedish: false));
        casting.Conflict(person, SandboxField.Phone);
        casting.NoteDifference(SampleSituation.OtherIntegration, null, person);
    }

    private static void LosesItsZeros(Casting casting)
    {
        var person = casting.Norwegian();
        var number = person.Huma!.EmploymentId!.TrimStart('0');
        person.Huma.EmploymentId = number;
        person.Xledger!.Code = "00" + number;
        casting.Conflict(person, SandboxField.EmploymentId);
        casting.NoteDifference(SampleSituation.LeadingZeros, null, person);
    }

    private static void DanishOrFinnish(Casting casting)
    {
        var person = casting.Swede();
        var huma = person.Huma!;
        var danish = casting.Random.Chance(50);
        var birth = new DateOnly(1979, 5, 17).AddDays(casting.Random.Next(3000));
        huma.BirthDate = person.Xledger!.Birthday = birth;
        huma.Identification = person.Xledger.SocialSec = danish
            ? IdentityNumbers.Danish(birth, person.Woman, casting.Random)
            : IdentityNumbers.Finnish(birth, person.Woman, casting.Random);
        huma.IdentificationCountry = danish ? "DK" : "FI";
        casting.Note(SampleSituation.ForeignIdentification, person);
    }
}
