using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Storage.Comparisons;

/// <summary>Generated inputs of a comparison, and their equality (records compare their lists by reference).</summary>
internal static class ComparisonInputs
{
    private static readonly Gen<string> Text = ArbMap
        .Default.GeneratorFor<string>()
        .Select(text => text is null ? "" : WithoutLoneSurrogates(text));

    private static readonly Gen<FieldValue> Value = Gen.OneOf(
        Gen.Constant(FieldValue.NotKnown),
        Gen.Constant(FieldValue.Nothing),
        Text.Select(text => (FieldValue)new FieldValue.Of(text))
    );

    private static readonly Gen<FieldValues> Values = Value
        .ArrayOf(FieldRules.All.Count)
        .Select(values => new FieldValues(
            values.Select((value, index) => new KeyValuePair<Field, FieldValue>((Field)index, value))
        ));

    private static readonly Gen<InnerDisagreement> Disagreement =
        from field in Enumeration<Field>()
        from places in (
            from path in Text
            from value in Value
            select new KeyValuePair<string, FieldValue>(path, value)
        ).ListOf()
        select new InnerDisagreement(field, places);

    private static readonly Gen<Baseline> Baseline =
        from huma in Text
        from xledger in Text
        from values in Values
        select new Baseline(new Link(new HumaId(huma), new XledgerId(xledger)), values);

    private static readonly Gen<ReadProblem> Problem =
        from side in Enumeration<Side>()
        from record in Text
        from code in Text
        from arguments in Text.ListOf()
        from incomplete in Bool
        select new ReadProblem(side, record, new Reason(code, arguments), incomplete);

    private static readonly Gen<PutBack> PutBack =
        from huma in Text
        from field in Enumeration<Field>()
        from target in Enumeration<Side>()
        from value in Value.Where(value => value.IsKnown)
        from undone in Value
        from run in Gen.Choose(1, 1000)
        select new PutBack(new HumaId(huma), field, target, value, undone, run);

    private static Gen<bool> Bool => Gen.Elements(true, false);

    public static Arbitrary<ComparisonInput> Any { get; } =
        (
            from huma in Person(Side.Huma).ListOf()
            from xledger in Person(Side.Xledger).ListOf()
            from links in Baseline.Select(baseline => baseline.Link).ListOf()
            from baselines in Baseline.ListOf()
            from rule in Enumeration<PolicyRule>()
            from rules in ByField<PolicyRule>()
            from humaComplete in Bool
            from xledgerComplete in Bool
            from distinct in Baseline
                .Select(baseline => new DistinctPair(baseline.Link.Huma, baseline.Link.Xledger))
                .ListOf()
            from problems in Problem.ListOf()
            from putBack in PutBack.ListOf()
            from outside in Person(Side.Xledger).ListOf()
            select new ComparisonInput(
                huma,
                xledger,
                links,
                baselines,
                new Policy(rule, rules),
                humaComplete,
                xledgerComplete
            )
            {
                Distinct = distinct,
                Problems = problems,
                PutBack = putBack,
                Outside =
                [
                    .. outside.Select(
                        (person, index) => new OutsideRecord(person, index % 2 == 0 ? null : $"place {index}")
                    ),
                ],
                Identities =
                [
                    .. baselines.Select(one => new LinkedIdentity(one.Link, one.Values, FieldValues.AllUnknown)),
                ],
            }
        ).ToArbitrary();

    public static void AssertSame(ComparisonInput expected, ComparisonInput actual)
    {
        AssertSame(expected.Huma, actual.Huma);
        AssertSame(expected.Xledger, actual.Xledger);
        Assert.Equal(expected.Links, actual.Links);
        Assert.Equal(expected.Baselines, actual.Baselines);
        Assert.Equal(expected.Policy.Default, actual.Policy.Default);
        Assert.Equal(expected.Policy.Fields, actual.Policy.Fields);
        Assert.Equal((expected.HumaComplete, expected.XledgerComplete), (actual.HumaComplete, actual.XledgerComplete));
        Assert.Equal(expected.Distinct, actual.Distinct);
        Assert.Equal(expected.Problems, actual.Problems);
        Assert.Equal(expected.PutBack, actual.PutBack);
        Assert.Equal(expected.Identities, actual.Identities);
        AssertSame(
            [.. expected.Outside.Select(record => record.Person)],
            [.. actual.Outside.Select(record => record.Person)]
        );
        Assert.Equal(expected.Outside.Select(record => record.Place), actual.Outside.Select(record => record.Place));
    }

    private static void AssertSame(IReadOnlyList<Person> expected, IReadOnlyList<Person> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (left, right) in expected.Zip(actual))
        {
            Assert.Equal(
                (left.Side, left.Id, left.Active, left.Owner, left.HeldByOtherIntegration),
                (right.Side, right.Id, right.Active, right.Owner, right.HeldByOtherIntegration)
            );
            Assert.Equal(left.Values, right.Values);
            Assert.Equal(left.Groups, right.Groups);
            Assert.Equal(left.ContractTypes, right.ContractTypes);
            Assert.Equal(left.Locks, right.Locks);
            Assert.Equal(
                left.InnerDisagreements.Select(one => one.Field),
                right.InnerDisagreements.Select(one => one.Field)
            );
            Assert.Equal(
                left.InnerDisagreements.SelectMany(one => one.Places),
                right.InnerDisagreements.SelectMany(one => one.Places)
            );
            Assert.Equal(
                left.InnerDisagreements.Select(one => one.Places.Count),
                right.InnerDisagreements.Select(one => one.Places.Count)
            );
        }
    }

    private static Gen<Person> Person(Side side) =>
        from id in Text
        from active in Bool
        from held in Bool
        from owner in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from values in Values
        from locks in ByField<WriteLock>()
        from disagreements in Disagreement.ListOf()
        from groups in Texts
        from contracts in Texts
        select new Person(side, id, active, values)
        {
            HeldByOtherIntegration = held,
            Owner = owner,
            Locks = locks,
            InnerDisagreements = disagreements,
            Groups = groups,
            ContractTypes = contracts,
        };

    // Unknown, or a list.
    private static Gen<IReadOnlyList<string>?> Texts =>
        Gen.OneOf(
            Gen.Constant<IReadOnlyList<string>?>(null),
            Text.ListOf().Select(texts => (IReadOnlyList<string>?)[.. texts])
        );

    private static Gen<IReadOnlyDictionary<Field, T>> ByField<T>()
        where T : struct, Enum =>
        (from field in Enumeration<Field>() from value in Enumeration<T>() select (field, value))
            .ListOf()
            .Select(pairs =>
                (IReadOnlyDictionary<Field, T>)
                    pairs.GroupBy(pair => pair.field).ToDictionary(same => same.Key, same => same.First().value)
            );

    private static Gen<T> Enumeration<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    /// <summary>JSON text holds no lone surrogate, and System.Text.Json reads none.</summary>
    private static string WithoutLoneSurrogates(string text) => string.Concat(text.EnumerateRunes());
}
