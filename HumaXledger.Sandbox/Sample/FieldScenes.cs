namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// Differences as they arise in daily work; each scene takes one person, and many cover several fields.
/// </summary>
internal static class FieldScenes
{
    public static readonly Scene[] All =
    [
        new(2, Moved),
        new(2, Married),
        new(2, Promoted),
        new(2, Mistyped),
        new(2, Renumbered),
        new(2, Corrected),
        new(2, ChangedBank),
        new(2, Leaving),
        new(11, ProfileNeverCompleted),
        new(6, ImportedByNameOnly),
        new(2, LeavesAccordingToXledger),
        new(3, NeverEnteredInXledger),
        new(2, NotInPayrollYet),
        new(2, OnlyAFullName),
        new(2, NoEmail),
        new(2, NoCode),
        new(2, DatesOnlyInHuma),
        new(2, StartOnlyInXledger),
        new(2, SwedishProfileNeverCompleted) { Norwegians = 0, Swedes = 1 },
    ];

    private static void Moved(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.SetAddress(
            PersonFactory.Address(casting.Random, swedish: false) with
            {
                Place = "Svolvær",
                PostalCode = "8300",
            }
        );
        person.Xledger.SetPhone(PersonFactory.Phone(person.Index + 5_000_000, swedish: false));
        casting.Conflict(person, SandboxField.Address, SandboxField.Phone);
    }

    private static void Married(Casting casting)
    {
        var person = casting.Norwegian();
        var (huma, xledger) = (person.Huma!, person.Xledger!);
        huma.FamilyName = Spelling.Plain(huma.FamilyName) + " Fjellstad";
        huma.Email = casting.Factory.Email(Spelling.Plain(huma.GivenName), "Fjellstad", "example.no");
        xledger.SetEmail(xledger.Email!.ToLowerInvariant());
        casting.Conflict(person, SandboxField.FamilyName, SandboxField.Email);
    }

    private static void Promoted(Casting casting)
    {
        var person = casting.Norwegian();
        var position = person.Huma!.Positions[0];
        person.Huma.Positions[0] = position with
        {
            Title = "Fagansvarlig",
            Probation = position.Start!.Value.AddMonths(6),
        };
        person.Xledger!.Trial = position.Start.Value.AddMonths(3);
        casting.Conflict(person, SandboxField.JobTitle, SandboxField.ProbationEnd);
    }

    private static void Mistyped(Casting casting)
    {
        var person = casting.Norwegian();
        var birth = new DateOnly(person.Huma!.BirthDate!.Value.Year, 3, 8);
        person.Huma.BirthDate = birth;
        person.Huma.Identification = person.Xledger!.SocialSec = IdentityNumbers.Norwegian(
            birth,
            person.Woman,
            dNumber: false,
            casting.Random
        );
        person.Xledger.Birthday = new DateOnly(birth.Year, birth.Day, birth.Month);
        person.Xledger.SetNames(Spelling.Plain(person.Huma.GivenName) + "e", Spelling.Plain(person.Huma.FamilyName));
        casting.Conflict(person, SandboxField.GivenName, SandboxField.BirthDate);
        casting.NoteDifference(SampleSituation.DayAndMonthSwapped, null, person);
    }

    private static void Renumbered(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.EmploymentId = "N" + person.Xledger!.Code;
        person.Xledger.Woman = !person.Woman;
        casting.Conflict(person, SandboxField.EmploymentId, SandboxField.Gender);
    }

    private static void Corrected(Casting casting)
    {
        var person = casting.Norwegian();
        var xledger = person.Xledger!;
        xledger.From = xledger.From!.Value.AddMonths(1);
        xledger.SocialSec = IdentityNumbers.Norwegian(
            person.Huma!.BirthDate!.Value,
            person.Woman,
            dNumber: true,
            casting.Random
        );
        casting.Conflict(person, SandboxField.EmploymentStart, SandboxField.Identification);
        casting.NoteDifference(SampleSituation.ForeignIdentification, null, person);
    }

    private static void ChangedBank(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.BankAccount = AccountNumbers.Norwegian(casting.Random);
        casting.Conflict(person, SandboxField.BankAccount);
    }

    private static void Leaving(Casting casting)
    {
        var person = casting.Norwegian();
        var (notice, end) = (casting.Month.AddDays(-17), casting.Month.AddMonths(3).AddDays(-1));
        person.Huma!.Positions[0] = person.Huma.Positions[0] with { Notice = notice, End = end };
        person.Xledger!.Notice = notice.AddDays(6);
        person.Xledger.To = casting.Month.AddMonths(4).AddDays(-1);
        casting.Conflict(person, SandboxField.TerminationNotice, SandboxField.EmploymentEnd);
    }

    private static void ProfileNeverCompleted(Casting casting) => Empty(casting, casting.Norwegian());

    private static void SwedishProfileNeverCompleted(Casting casting) => Empty(casting, casting.Swede());

    private static void ImportedByNameOnly(Casting casting)
    {
        var person = casting.Norwegian();
        Empty(casting, person);
        var (huma, xledger) = (person.Huma!, person.Xledger!);
        huma.Positions.Clear();
        huma.EmploymentId = null;
        xledger.Trial = xledger.From!.Value.AddMonths(6);
        casting.MissingInHuma(
            person,
            SandboxField.JobTitle,
            SandboxField.EmploymentStart,
            SandboxField.ProbationEnd,
            SandboxField.EmploymentId
        );
        casting.NoteDifference(SampleSituation.NoPosition, null, person);
        casting.NoteDifference(SampleSituation.NoEmploymentId, null, person);
    }

    /// <summary>A profile in Huma that was never filled in.</summary>
    private static void Empty(Casting casting, SamplePerson person)
    {
        var huma = person.Huma!;
        huma.Phone = huma.BankAccount = huma.Gender = huma.Identification = null;
        huma.BirthDate = null;
        huma.Address = null;
        huma.LoggedIn = false;
        casting.MissingInHuma(
            person,
            SandboxField.Phone,
            SandboxField.BankAccount,
            SandboxField.Gender,
            SandboxField.Identification,
            SandboxField.BirthDate,
            SandboxField.Address
        );
        casting.Note(SampleSituation.NeverLoggedIn, person);
    }

    private static void LeavesAccordingToXledger(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.Notice = casting.Month.AddDays(-9);
        person.Xledger.To = casting.Month.AddMonths(2).AddDays(-1);
        casting.MissingInHuma(person, SandboxField.TerminationNotice, SandboxField.EmploymentEnd);
    }

    private static void NeverEnteredInXledger(Casting casting)
    {
        var person = casting.Norwegian();
        var xledger = person.Xledger!;
        xledger.SetPhone(null);
        xledger.SetAddress(null);
        xledger.Birthday = null;
        xledger.Woman = null;
        casting.MissingInXledger(
            person,
            SandboxField.Phone,
            SandboxField.Address,
            SandboxField.BirthDate,
            SandboxField.Gender
        );
    }

    private static void NotInPayrollYet(Casting casting)
    {
        var person = casting.Norwegian();
        var xledger = person.Xledger!;
        xledger.BankAccount = xledger.SocialSec = xledger.JobTitle = null;
        casting.MissingInXledger(person, SandboxField.BankAccount, SandboxField.Identification, SandboxField.JobTitle);
    }

    private static void OnlyAFullName(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.FirstName = person.Xledger.LastName = null;
        casting.MissingInXledger(person, SandboxField.GivenName, SandboxField.FamilyName);
    }

    private static void NoEmail(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.SetEmail(null);
        casting.MissingInXledger(person, SandboxField.Email);
        casting.NoteDifference(SampleSituation.NoEmail, null, person);
    }

    private static void NoCode(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.Code = null;
        casting.MissingInXledger(person, SandboxField.EmploymentId);
    }

    private static void DatesOnlyInHuma(Casting casting)
    {
        var person = casting.Norwegian();
        var position = person.Huma!.Positions[0];
        person.Huma.Positions[0] = position with
        {
            Probation = position.Start!.Value.AddMonths(6),
            Notice = casting.Month.AddDays(-12),
            End = casting.Month.AddMonths(3).AddDays(-1),
        };
        person.Xledger!.From = person.Xledger.Trial = null;
        casting.MissingInXledger(
            person,
            SandboxField.EmploymentStart,
            SandboxField.ProbationEnd,
            SandboxField.TerminationNotice,
            SandboxField.EmploymentEnd
        );
    }

    private static void StartOnlyInXledger(Casting casting)
    {
        var person = casting.Norwegian();
        person.Huma!.Positions[0] = person.Huma.Positions[0] with { Start = null, Title = null, Probation = null };
        casting.MissingInHuma(person, SandboxField.EmploymentStart, SandboxField.JobTitle);
        if (person.Xledger!.Trial is not null)
            casting.MissingInHuma(person, SandboxField.ProbationEnd);
    }
}
