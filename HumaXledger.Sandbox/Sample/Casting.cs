namespace HumaXledger.Sandbox.Sample;

/// <summary>Hands out people for situations, each person once, and notes who plays what.</summary>
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

    public PersonFactory Factory { get; }
    public SampleRandom Random { get; }

    /// <summary>The first day of the present month; only notices, ends to come and starts to come hang on it.</summary>
    public DateOnly Month { get; }

    public IReadOnlyList<(SampleSituation Situation, SandboxField? Field, SamplePerson[] People)> Notes => _notes;

    public bool Has(int norwegians, int swedes) => _norwegians.Count >= norwegians && _swedes.Count >= swedes;

    public SamplePerson Norwegian() => _norwegians.Dequeue();

    public SamplePerson Swede() => _swedes.Dequeue();

    /// <summary>Notes a situation in which both sides of a person still say the same.</summary>
    public void Note(SampleSituation situation, params SamplePerson[] people) => _notes.Add((situation, null, people));

    /// <summary>Notes a situation in which the sides differ.</summary>
    public void NoteDifference(SampleSituation situation, SandboxField? field, params SamplePerson[] people)
    {
        _notes.Add((situation, field, people));
        foreach (var person in people)
            person.Agrees = false;
    }

    public void Conflict(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.Conflict, person, fields);

    public void MissingInHuma(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.MissingInHuma, person, fields);

    public void MissingInXledger(SamplePerson person, params ReadOnlySpan<SandboxField> fields) =>
        Note(SampleSituation.MissingInXledger, person, fields);

    private void Note(SampleSituation situation, SamplePerson person, ReadOnlySpan<SandboxField> fields)
    {
        foreach (var field in fields)
            NoteDifference(situation, field, person);
    }
}
