namespace HumaXledger.Sandbox.Sample;

/// <summary>Assigns people to scenes, each person once, and records which situations they are in.</summary>
internal sealed class Casting
{
    private readonly Queue<SamplePerson> _norwegians;
    private readonly Queue<SamplePerson> _swedes;
    private readonly List<(SampleSituation Situation, SandboxField? Field, SamplePerson[] People)> _notes = [];

    public Casting(IEnumerable<SamplePerson> people, PersonFactory factory, SampleRandom random, DateOnly month)
    {
        Factory = factory;
        Random = random;
        Month = month;
        var shuffled = people.ToList();
        random.Shuffle(shuffled);
        _norwegians = new(shuffled.Where(person => !person.Swedish));
        _swedes = new(shuffled.Where(person => person.Swedish));
    }

    /// <summary>Renames people where a scene needs it.</summary>
    public PersonFactory Factory { get; }

    /// <summary>The only source of randomness of the scenes.</summary>
    public SampleRandom Random { get; }

    /// <summary>The first day of the current month; only notices and future starts and ends depend on it.</summary>
    public DateOnly Month { get; }

    /// <summary>The recorded situations.</summary>
    public IReadOnlyList<(SampleSituation Situation, SandboxField? Field, SamplePerson[] People)> Notes => _notes;

    /// <summary>Whether that many people of both companies are unassigned.</summary>
    public bool Has(int norwegians, int swedes) => _norwegians.Count >= norwegians && _swedes.Count >= swedes;

    /// <summary>The next unassigned person of the Norwegian company.</summary>
    public SamplePerson Norwegian() => _norwegians.Dequeue();

    /// <summary>The next unassigned person of the Swedish company.</summary>
    public SamplePerson Swede() => _swedes.Dequeue();

    /// <summary>Records a situation in which both systems still agree on the person.</summary>
    public void Note(SampleSituation situation, params SamplePerson[] people) => _notes.Add((situation, null, people));

    /// <summary>Records a situation in which the systems differ.</summary>
    public void NoteDifference(SampleSituation situation, SandboxField? field, params SamplePerson[] people)
    {
        _notes.Add((situation, field, people));
        foreach (var person in people)
            person.Agrees = false;
    }

    /// <summary>Records that both systems have a value and the values differ.</summary>
    public void Conflict(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.Conflict, person, fields);

    /// <summary>Records that only Xledger has a value.</summary>
    public void MissingInHuma(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.MissingInHuma, person, fields);

    /// <summary>Records that only Huma has a value.</summary>
    public void MissingInXledger(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.MissingInXledger, person, fields);

    private void Note(SampleSituation situation, SamplePerson person, ReadOnlySpan<SandboxField> fields)
    {
        foreach (var field in fields)
            NoteDifference(situation, field, person);
    }
}
