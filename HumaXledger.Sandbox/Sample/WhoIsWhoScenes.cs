namespace HumaXledger.Sandbox.Sample;

/// <summary>Records that are easily matched with the wrong person.</summary>
internal static class WhoIsWhoScenes
{
    public static readonly Scene[] All =
    [
        new(1, RehiredInXledger) { Norwegians = 2 },
        new(1, RehiredInHuma) { Norwegians = 2 },
        new(2, InheritedMailbox) { Norwegians = 2 },
        new(2, BirthNumberAfterTemporary),
        new(2, Twins) { Norwegians = 2 },
        new(1, PeopleScenes.Namesakes) { Norwegians = 2 },
    ];

    /// <summary>
    /// The ended record in Xledger has e-mail, phone and address; the current one has number and start.
    /// </summary>
    private static void RehiredInXledger(Casting casting)
    {
        var (person, old) = (casting.Norwegian(), casting.Norwegian());
        var (huma, current) = (person.Huma!, person.Xledger!);
        casting.Factory.Rename(old, Spelling.Plain(huma.GivenName), Spelling.Plain(huma.FamilyName));
        old.Huma = null;
        var ended = old.Xledger!;
        ended.SetEmail(current.Email);
        ended.SetPhone(current.Phone);
        ended.SetAddress(current.Address);
        ended.Woman = current.Woman;
        ended.Birthday = ended.Trial = null;
        ended.SocialSec = null;
        ended.From = current.From!.Value.AddYears(-4);
        ended.To = ended.ValidTo = current.From.Value.AddYears(-1);
        current.SetEmail(null);
        current.SetPhone(null);
        casting.MissingInXledger(person, SandboxField.Email, SandboxField.Phone);
        casting.NoteDifference(SampleSituation.Rehire, null, person, old);
    }

    /// <summary>A deactivated user of an earlier employment exists beside the current one.</summary>
    private static void RehiredInHuma(Casting casting)
    {
        var (person, old) = (casting.Norwegian(), casting.Norwegian());
        var huma = person.Huma!;
        casting.Factory.Rename(old, Spelling.Plain(huma.GivenName), Spelling.Plain(huma.FamilyName));
        old.Xledger = null;
        var left = old.Huma!;
        left.BirthDate = huma.BirthDate;
        left.Identification = null;
        left.Address = huma.Address;
        left.Gender = huma.Gender;
        left.Active = false;
        var start = huma.Positions[0].Start!.Value;
        left.Positions[0] = left.Positions[0] with
        {
            Start = start.AddYears(-4),
            Probation = null,
            End = start.AddYears(-1),
        };
        casting.Note(SampleSituation.Rehire, person, old);
        old.Agrees = false;
    }

    /// <summary>A namesake who left long ago had the e-mail address before.</summary>
    private static void InheritedMailbox(Casting casting)
    {
        var (person, former) = (casting.Norwegian(), casting.Norwegian());
        var huma = person.Huma!;
        casting.Factory.Rename(former, Spelling.Plain(huma.GivenName), Spelling.Plain(huma.FamilyName));
        former.Huma = null;
        var before = former.Xledger!;
        before.SetEmail(person.Xledger!.Email);
        before.Woman = person.Xledger.Woman;
        before.Birthday = before.Trial = null;
        before.SocialSec = null;
        (before.From, before.To, before.ValidTo) = (
            new DateOnly(1985, 3, 1),
            new DateOnly(2015, 6, 30),
            new DateOnly(2015, 6, 30)
        );
        person.Xledger = null;
        huma.BirthDate = new DateOnly(1999, 4, 12);
        huma.Identification = null;
        huma.Positions[0] = huma.Positions[0] with { Start = new DateOnly(2025, 9, 1), Probation = null };
        casting.NoteDifference(SampleSituation.InheritedMailbox, null, person, former);
    }

    /// <summary>Xledger still has the D-number that preceded the birth number.</summary>
    private static void BirthNumberAfterTemporary(Casting casting)
    {
        var person = casting.Norwegian();
        person.Xledger!.SocialSec = IdentityNumbers.Norwegian(
            person.Huma!.BirthDate!.Value,
            person.Woman,
            dNumber: true,
            casting.Random
        );
        casting.Conflict(person, SandboxField.Identification);
        casting.NoteDifference(SampleSituation.BirthNumberAfterTemporary, null, person);
    }

    /// <summary>Two people with the same birth date and address and a shared first given name.</summary>
    private static void Twins(Casting casting)
    {
        var (one, other) = (casting.Norwegian(), casting.Norwegian());
        var (given, family) = (Spelling.Plain(one.Huma!.GivenName).Split(' ')[0], Spelling.Plain(one.Huma.FamilyName));
        casting.Factory.Rename(one, $"{given} {(one.Woman ? "Marie" : "Martin")}", family);
        casting.Factory.Rename(other, $"{given} {(one.Woman ? "Karin" : "Kristian")}", family);
        var (huma, xledger) = (other.Huma!, other.Xledger!);
        huma.BirthDate = xledger.Birthday = one.Huma.BirthDate;
        huma.Identification = xledger.SocialSec = IdentityNumbers.Norwegian(
            one.Huma.BirthDate!.Value,
            one.Woman,
            dNumber: false,
            casting.Random
        );
        huma.Gender = one.Huma.Gender;
        xledger.Woman = one.Xledger!.Woman;
        huma.Address = one.Huma.Address;
        xledger.SetAddress(one.Xledger.Address);
        huma.Positions[0] = one.Huma.Positions[0];
        (xledger.From, xledger.Trial, xledger.JobTitle) = (one.Xledger.From, one.Xledger.Trial, one.Xledger.JobTitle);
        casting.Note(SampleSituation.Twins, one, other);
    }
}
