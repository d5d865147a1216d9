using HumaXledger.Core.People;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Sample;

/// <summary>
/// The sample checked by the product's rules of equality and validity, which its generator does not use.
/// </summary>
public sealed class SampleByProductRulesTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private readonly SandboxWorld _world = SampleTests.World();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public void PeopleWhoAgree_AgreeInEveryField()
    {
        var agreeing = _world.Catalogue.Pairs.Where(pair => pair.Agrees).Select(pair => pair.HumaId).ToHashSet();

        var wrong = People()
            .Where(person => agreeing.Contains(person.HumaId))
            .SelectMany(person =>
                Enum.GetValues<SandboxField>()
                    .Where(field => !Same(field, person))
                    .Select(field => $"{person.HumaId} {field}")
            );

        Assert.Empty(wrong);
    }

    [Fact]
    public void PeopleWithAConflict_DifferInThatField()
    {
        foreach (var one in _world.Catalogue.Cases.Where(one => one.Situation is SampleSituation.Conflict))
            Assert.False(
                Same(one.Field!.Value, _world.PersonByHumaId(one.People[0].HumaId!.Value)!),
                one.Field.ToString()
            );
    }

    [Fact]
    public void ValuesOfHuma_AreValid()
    {
        var refused = People()
            .SelectMany(person => person.Huma.Select(value => (person, value.Key)))
            .Where(one => !Check(one.Key, one.person.Huma, one.person))
            .Select(one => $"{one.person.HumaId} {one.Key}");

        Assert.Empty(refused);
    }

    [Fact]
    public void ValuesOfXledger_AreValidExceptThoseListedAsInvalid()
    {
        var invalid = _world
            .Catalogue.Cases.Where(one =>
                one.Situation
                    is SampleSituation.InvalidEmail
                        or SampleSituation.InvalidPhone
                        or SampleSituation.InvalidIdentification
                        or SampleSituation.InvalidBankAccount
            )
            .SelectMany(one =>
                one.People.Select(person =>
                    (
                        person.EmployeeDbId,
                        one.Situation switch
                        {
                            SampleSituation.InvalidEmail => SandboxField.Email,
                            SampleSituation.InvalidPhone => SandboxField.Phone,
                            SampleSituation.InvalidIdentification => SandboxField.Identification,
                            _ => SandboxField.BankAccount,
                        }
                    )
                )
            )
            .ToHashSet();

        var refused = People()
            .SelectMany(person => person.Xledger.Select(value => (person, value.Key)))
            .Where(one => !Check(one.Key, one.person.Xledger, one.person))
            .Select(one => (one.person.EmployeeDbId, one.Key))
            .ToHashSet();

        Assert.Equal(invalid.Order(), refused.Order());
    }

    private IReadOnlyList<SandboxPerson> People() => _world.People(null, 0, 1000).Page;

    private bool Same(SandboxField field, SandboxPerson person) =>
        FieldNormal.Same(
            field.InCore(),
            Value(field, person.Huma, person),
            Value(field, person.Xledger, person),
            Country(field, person)
        );

    private bool Check(SandboxField field, IReadOnlyDictionary<SandboxField, string> side, SandboxPerson person) =>
        Value(field, side, person) is not FieldValue.Of value
        || FieldCheck.Check(field.InCore(), value, Country(field, person), Today).Valid;

    /// <summary>
    /// For an identity number the country that Huma names; otherwise that of a home abroad, else the company's.
    /// </summary>
    private string Country(SandboxField field, SandboxPerson person)
    {
        var user = person.HumaId is { } id ? _world.Huma.Find(id) : null;
        if (field == SandboxField.Identification && user?.Identifications is [var identification, ..])
            return identification.Country;
        if (user?.HomeAddress?.Country is "DK")
            return "DK";
        var company = user?.Groups.Select(group => _world.Huma.Group(group))
            .First(group => group!.Type == HumaGroupType.Company)!
            .Name
            ?? person.Entity;
        return company == "Fjellheim Sverige AB" ? "SE" : "NO";
    }

    private FieldValue Value(SandboxField field, IReadOnlyDictionary<SandboxField, string> side, SandboxPerson person)
    {
        if (!side.TryGetValue(field, out var text))
            return FieldValue.Nothing;
        if (field == SandboxField.BankAccount)
            return new Core.People.BankAccounts.BankAccount(text, Country(field, person)).ToValue();
        if (field != SandboxField.Address)
            return FieldValue.From(text);
        var parts = text.Split("; ");
        return new Core.People.Addresses.Address(parts[0], Part(1), Part(2), Part(3)).ToValue();

        string? Part(int index) => index < parts.Length && parts[index].Length > 0 ? parts[index] : null;
    }
}
