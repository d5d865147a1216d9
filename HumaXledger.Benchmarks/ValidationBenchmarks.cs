using BenchmarkDotNet.Attributes;
using HumaXledger.Core.People;
using HumaXledger.Tests.Matching;

namespace HumaXledger.Benchmarks;

/// <summary>Checks single values sequentially; the time is that of one value.</summary>
[MemoryDiagnoser]
public class ValidationBenchmarks
{
    private const int Values = 10_000;
    private static readonly DateOnly Today = new(2026, 6, 1);

    private FieldValue.Of[] _values = [];

    /// <summary>The field that is checked.</summary>
    [Params(
        Field.Email,
        Field.Phone,
        Field.DateOfBirth,
        Field.BankAccount,
        Field.Address,
        Field.Identification,
        Field.FamilyName
    )]
    public Field Field { get; set; }

    /// <summary>Generates the values.</summary>
    [GlobalSetup]
    public void Make()
    {
        var people = new DirtyOrganization(Values, 7, Dirt.Ordinary);
        var held = people.Huma.Concat(people.Xledger).Select(person => person[Field]).OfType<FieldValue.Of>().ToList();
        _values = [.. Enumerable.Range(0, Values).Select(index => held[index % held.Count])];
    }

    /// <summary>Checks all values; returns the number of valid ones.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public int Check()
    {
        var valid = 0;
        foreach (var value in _values)
        {
            valid += FieldCheck.Check(Field, value, "NO", Today).Valid ? 1 : 0;
        }

        return valid;
    }
}
