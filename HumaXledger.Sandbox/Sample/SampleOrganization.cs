using System.Buffers;

namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// Fjellheim Gruppen: two invented companies and their people, the same for the same seed and size. Only notices, ends
/// and starts around today move with the calendar month.
/// </summary>
internal static class SampleOrganization
{
    private static readonly SearchValues<char> NordicLetters = SearchValues.Create("æøåäöÆØÅÄÖ");

    /// <summary>Each scene is played so many times for every 250 people.</summary>
    private const int PeoplePerRound = 250;

    /// <summary>Replaces the data of both stores by the sample.</summary>
    public static SampleCatalogue Fill(SandboxWorld world)
    {
        var (people, casting) = Cast(world);
        var entities = XledgerFilling.Fill(world, people);
        HumaFilling.Fill(world, people);
        var pairs = people.ToDictionary(
            person => person,
            person => new SamplePair(
                person.HumaId,
                person.EmployeeDbId,
                person.Swedish ? entities.Sweden : entities.Norway,
                person.Agrees
            )
        );
        return new SampleCatalogue(
            [
                .. casting.Notes.Select(note => new SampleCase(
                    note.Situation,
                    note.Field,
                    [.. note.People.Select(person => pairs[person])]
                )),
            ],
            [.. pairs.Values]
        );
    }

    /// <summary>Replaces the data of Xledger alone by the sample.</summary>
    public static void FillXledger(SandboxWorld world) => XledgerFilling.Fill(world, Cast(world).People);

    private static (List<SamplePerson> People, Casting Casting) Cast(SandboxWorld world)
    {
        var (seed, count) = (world.Options.Seed, world.Options.People);
        var today = DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime);
        var factory = new PersonFactory(seed);
        var people = Enumerable.Range(0, count).Select(factory.Person).ToList();
        var casting = new Casting(
            people,
            factory,
            SampleRandom.For(seed, "casting"),
            new DateOnly(today.Year, today.Month, 1)
        );
        Play(casting, Math.Max(1, count / PeoplePerRound));
        NoteNames(casting, people);
        return (people, casting);
    }

    private static void Play(Casting casting, int rounds)
    {
        Scene[] scenes =
        [
            .. FieldScenes.All,
            .. PeopleScenes.All,
            .. ValueScenes.All,
            .. EmploymentScenes.All,
            .. WhoIsWhoScenes.All,
            .. IdentityScenes.All,
        ];
        foreach (var scene in scenes)
            for (var time = 0; time < scene.Times * rounds && casting.Has(scene.Norwegians, scene.Swedes); time++)
                scene.Play(casting);
    }

    /// <summary>Records situations that arise by chance, without a scene.</summary>
    private static void NoteNames(Casting casting, List<SamplePerson> people)
    {
        foreach (var person in people)
        {
            if (person.Huma is not { } huma)
                continue;
            if (person.Agrees && (huma.GivenName + huma.FamilyName).AsSpan().ContainsAny(NordicLetters))
                casting.Note(SampleSituation.NordicLetters, person);
            if (person.Agrees && huma.EmploymentId is ['0', ..])
                casting.Note(SampleSituation.LeadingZeros, person);
        }
    }
}
