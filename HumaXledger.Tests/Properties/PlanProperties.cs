using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Properties;

/// <summary>
/// Properties of every plan, checked on generated organizations of linked people with all kinds of values, locks,
/// baselines, policies and decisions.
/// </summary>
public class PlanProperties
{
    private const int People = 6;

    private static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly GuardSettings NoGuards = new(new Dictionary<GuardKind, GuardLimit>());

    /// <summary>An input and the decisions about it.</summary>
    public sealed record World(ComparisonInput Input, Decisions Decisions)
    {
        public Comparison Compared => Comparison.Of(Input, []);

        public SyncPlan Plan(GuardSettings? guards = null) =>
            SyncPlan.Make(Compared, Decisions, guards ?? NoGuards, Today, null, null, ForecastModel.Default);
    }

    // Few spellings for each field, so that values often agree and clash; some of them invalid.
    private static Gen<FieldValue> Value(Field field, int person) =>
        Gen.Frequency(
            (1, Gen.Constant(FieldValue.NotKnown)),
            (2, Gen.Constant(FieldValue.Nothing)),
            (7, Gen.Elements(Spellings(field, person)).Select(text => (FieldValue)new FieldValue.Of(text)))
        );

    private static string[] Spellings(Field field, int person) =>
        field switch
        {
            Field.Email =>
            [
                $"p{person}@example.no",
                $"P{person}@Example.no",
                $"p{(person + 1) % People}@example.no",
                $"new{person}@example.no",
                "broken",
            ],
            Field.EmploymentId => [$"{person}", $"{(person + 1) % People}", $"0{person}", $"{100 + person}"],
            Field.Phone =>
            [
                $"9123456{person}",
                $"+47 91 23 45 6{person}",
                $"+479123456{(person + 1) % People}",
                "+4799887766",
                "12",
            ],
            Field.DateOfBirth => ["1990-01-31", "1985-07-01", "2050-01-01"],
            Field.BankAccount => ["86011117947", """{"number":"8601.11.17947","country":"NO"}""", "123"],
            Field.Address =>
            [
                ComparisonBuilder.Address("Storgata 1"),
                ComparisonBuilder.Address("storgata 1", "0155", "OSLO"),
                ComparisonBuilder.Address("Lia 2", null),
                ComparisonBuilder.Address("Lia 2", "5003", "Bergen"),
            ],
            Field.Gender => ["Female", "Kvinne", "Male", "Non-binary"],
            Field.EmploymentStart => ["2020-01-01", "2021-01-01", "2030-01-01"],
            Field.ProbationEnd or Field.TerminationNotice or Field.EmploymentEnd =>
            [
                "2019-06-30",
                "2020-06-30",
                "2026-12-31",
            ],
            Field.Identification => ["01010750160", "15057054321", "abc"],
            _ => ["Åse", "åse", "Åse  Lie", "Bo"],
        };

    private static Gen<FieldValues> Values(int person) =>
        Gen.CollectToList(FieldRules.All.Select(rules => Value(rules.Field, person)))
            .Select(values => new FieldValues(
                values.Select((value, index) => KeyValuePair.Create((Field)index, value))
            ));

    private static Gen<Person> Huma(int person) =>
        from values in Values(person)
        from held in Gen.Frequency(
            (8, Gen.Constant<Dictionary<Field, WriteLock>>([])),
            (1, Locked(WriteLock.Deactivated, Enum.GetValues<Field>())),
            (1, Locked(WriteLock.PendingConfirmation, Field.Email)),
            (1, Locked(WriteLock.NoPosition, Field.JobTitle))
        )
        select new Person(Side.Huma, $"h{person}", Active: true, values) { Locks = held };

    private static Gen<Dictionary<Field, WriteLock>> Locked(WriteLock held, params Field[] fields) =>
        Gen.Constant(fields.ToDictionary(field => field, _ => held));

    private static Gen<Person> Xledger(int person) =>
        from values in Values(person)
        from places in Gen.Frequency(
            (5, Gen.Constant<InnerDisagreement[]>([])),
            (1, Gen.Constant(new[] { new InnerDisagreement(Field.Phone, []) }))
        )
        select new Person(Side.Xledger, $"x{person}", Active: true, values) { InnerDisagreements = places };

    private static readonly Gen<World> Worlds =
        from huma in Gen.CollectToList(Enumerable.Range(0, People).Select(Huma))
        from xledger in Gen.CollectToList(Enumerable.Range(0, People).Select(Xledger))
        from baselines in Gen.CollectToList(Enumerable.Range(0, People).Select(Values))
        from linked in Gen.Choose(1, People)
        from rule in Gen.Elements(Enum.GetValues<PolicyRule>())
        from rules in Gen.Elements(Enum.GetValues<PolicyRule>()).ArrayOf(FieldRules.All.Count)
        from choices in Gen.Frequency(
                (2, Gen.Constant<FieldChoice?>(null)),
                (3, Gen.Elements(Enum.GetValues<FieldChoice>()).Select(choice => (FieldChoice?)choice))
            )
            .ArrayOf(People * FieldRules.All.Count)
        from toHuma in Gen.Elements(true, false).ArrayOf(People)
        from toXledger in Gen.Elements(true, false).ArrayOf(People)
        select Assemble([.. huma], [.. xledger], [.. baselines], linked, rule, rules, choices, toHuma, toXledger);

    private static World Assemble(
        Person[] huma,
        Person[] xledger,
        FieldValues[] baselines,
        int linked,
        PolicyRule rule,
        PolicyRule[] rules,
        FieldChoice?[] choices,
        bool[] toHuma,
        bool[] toXledger
    )
    {
        var links = Enumerable
            .Range(0, linked)
            .Select(person => new Link(new HumaId($"h{person}"), new XledgerId($"x{person}")))
            .ToArray();
        var policy = new Policy(
            rule,
            rules
                .Select((one, index) => KeyValuePair.Create((Field)index, one))
                .Where((_, index) => index % 2 == 0)
                .ToDictionary()
        );
        var fields = choices
            .Select(
                (choice, index) =>
                    (
                        Key: new DifferenceKey(
                            new HumaId($"h{index / FieldRules.All.Count}"),
                            (Field)(index % FieldRules.All.Count)
                        ),
                        Choice: choice
                    )
            )
            .Where(entry => entry.Choice is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Choice!.Value);
        return new World(
            new ComparisonInput(
                huma,
                xledger,
                links,
                [.. links.Select((link, index) => new Baseline(link, baselines[index]))],
                policy
            )
            {
                Country = "NO",
            },
            new Decisions(
                fields,
                [],
                toHuma
                    .Select((wanted, index) => (wanted, Id: new XledgerId($"x{index}")))
                    .Where(entry => entry.wanted)
                    .Select(entry => entry.Id)
                    .ToHashSet(),
                toXledger
                    .Select((wanted, index) => (wanted, Id: new HumaId($"h{index}")))
                    .Where(entry => entry.wanted)
                    .Select(entry => entry.Id)
                    .ToHashSet()
            )
        );
    }

    [Fact]
    public void Plan_EveryValueWritten_IsOneThatTheOtherSideHolds() =>
        Holds(world =>
            world
                .Plan()
                .Changes.All(change =>
                {
                    var source =
                        change.Target == Side.Huma
                            ? world.Input.Xledger.Single(person => person.Id == change.Xledger?.Value)
                            : world.Input.Huma.Single(person => person.Id == change.Huma?.Value);
                    return FieldNormal.Same(change.Field, change.To, source[change.Field], "NO")
                        || (change.Why.Code == PlanningReasons.ChangeMakesRoom && change.To is FieldValue.Empty);
                })
        );

    [Fact]
    public void Plan_Unknown_IsNeitherWrittenNorOverwritten() =>
        Holds(world => world.Plan().Changes.All(change => change.To.IsKnown && change.From.IsKnown));

    [Fact]
    public void Plan_WhatSystemsAndRecordsForbid_IsNeverPlanned() =>
        Holds(world =>
            world
                .Plan()
                .Changes.All(change =>
                {
                    var capability = FieldRules.For(change.Field).In(change.Target);
                    var locked =
                        change is { Target: Side.Huma, Huma: { } id }
                        && world.Input.Huma.Single(person => person.Id == id.Value).Locks.ContainsKey(change.Field);
                    return capability.Writable && !locked && (change.To.IsValue || capability.Clearable);
                })
        );

    [Fact]
    public void Plan_EveryDifference_IsInExactlyOneList() =>
        Holds(world =>
        {
            var compared = world.Compared;
            var plan = world.Plan();
            return compared.Differences.All(difference =>
            {
                var changed = plan.Changes.Any(change => Concerns(change, difference));
                var blocked = plan.Blocked.Any(one =>
                    one.Huma == difference.Key.Huma
                    && one.Xledger == difference.Pair.Link.Xledger
                    && one.Field == difference.Field
                );
                var undecided = plan.Undecided.Any(other => other.Key == difference.Key);
                var left = world.Decisions.Fields.TryGetValue(difference.Key, out var choice)
                    ? choice == FieldChoice.Skip
                    : world.Input.Policy.For(difference.Field) == PolicyRule.Ignore;
                return new[] { changed, blocked, undecided, left }.Count(one => one) == 1;
            });
        });

    [Fact]
    public void Plan_Decision_IsObeyedOrRefusedWithAReason() =>
        Holds(world =>
        {
            var plan = world.Plan();
            return world
                .Compared.Differences.Where(difference => world.Decisions.Fields.ContainsKey(difference.Key))
                .All(difference =>
                {
                    var changes = plan
                        .Changes.Where(change =>
                            Concerns(change, difference) && change.Why.Code != PlanningReasons.ChangeMakesRoom
                        )
                        .ToArray();
                    var blocked = plan.Blocked.Any(one =>
                        one.Huma == difference.Key.Huma && one.Field == difference.Field
                    );
                    return world.Decisions.Fields[difference.Key] switch
                    {
                        FieldChoice.Skip => changes.Length == 0,
                        FieldChoice.UseHuma => changes is [{ Target: Side.Xledger }]
                            || (changes.Length == 0 && blocked),
                        _ => changes is [{ Target: Side.Huma }] || (changes.Length == 0 && blocked),
                    };
                });
        });

    [Fact]
    public void Plan_Executed_LeavesNothingToWriteForTheSameDecisions() =>
        Holds(world =>
        {
            // An added person lacks the values that could not be sent with the addition: those are new differences.
            var known = world.Input.Links.ToHashSet();
            var after = world with { Input = CarriedOut(world.Input, world.Plan().Changes) };
            return !after
                .Plan()
                .Changes.Any(change =>
                    change is { Huma: { } huma, Xledger: { } xledger } && known.Contains(new Link(huma, xledger))
                );
        });

    [Fact]
    public void Plan_ExecutedInOrder_NeverGivesTwoUsersOneUniqueValue() =>
        Holds(world =>
        {
            var huma = world.Input.Huma.ToDictionary(person => person.Id, person => person.Values);
            return world
                .Plan()
                .Changes.Where(change => change.Target == Side.Huma)
                .All(change =>
                {
                    var id = change.Huma?.Value ?? $"new {change.Xledger}";
                    var before = huma.GetValueOrDefault(id, FieldValues.AllUnknown);
                    huma[id] = before.With(change.Field, change.To);
                    return !FieldRules.For(change.Field).Huma.Unique
                        || !change.To.IsValue
                        || !huma.Any(other =>
                            other.Key != id
                            && FieldNormal.Same(change.Field, other.Value[change.Field], change.To, "NO")
                        );
                });
        });

    [Fact]
    public void Plan_PeopleInAnotherOrder_IsTheSamePlan() =>
        Holds(world =>
        {
            var turned = world with
            {
                Input = world.Input with
                {
                    Huma = [.. world.Input.Huma.Reverse()],
                    Xledger = [.. world.Input.Xledger.Reverse()],
                    Links = [.. world.Input.Links.Reverse()],
                },
            };
            var (one, other) = (world.Plan(GuardSettings.Default), turned.Plan(GuardSettings.Default));
            return one.Fingerprint == other.Fingerprint
                && one.Changes.SequenceEqual(other.Changes)
                && one.Blocked.SequenceEqual(other.Blocked);
        });

    [Fact]
    public void Plan_TightGuards_OnlyMoveChangesFromWrittenToHeld() =>
        Holds(world =>
        {
            var free = world.Plan();
            var tight = world.Plan(
                new GuardSettings(
                    Enum.GetValues<GuardKind>()
                        .Where(kind => kind is not (GuardKind.PeopleTouched or GuardKind.SideShrunken))
                        .ToDictionary(kind => kind, _ => new GuardLimit(0, null))
                )
            );
            var held = tight.HeldByGuard.Select(Essence).ToHashSet();
            return free
                .Changes.Where(change => change.Why.Code != PlanningReasons.ChangeMakesRoom)
                .All(change =>
                    held.Contains(Essence(change)) ^ tight.Changes.Any(kept => Essence(kept) == Essence(change))
                );
        });

    [Fact]
    public void Comparison_LinkedPeople_AreNeverSeparated() =>
        Holds(world =>
            world.Input.Links.All(link =>
                world.Compared.Matches.Pairs.Any(pair => pair.Link == link && pair.State == MatchState.Linked)
            )
        );

    private static (Side, ChangeKind, HumaId?, XledgerId?, Field, FieldValue) Essence(PlannedChange change) =>
        (change.Target, change.Kind, change.Huma, change.Xledger, change.Field, change.To);

    private static bool Concerns(PlannedChange change, Difference difference) =>
        change.Huma == difference.Key.Huma
        && change.Xledger == difference.Pair.Link.Xledger
        && change.Field == difference.Field;

    /// <summary>
    /// Both systems after all changes: added people are linked, and a written field is the same in all its records.
    /// </summary>
    private static ComparisonInput CarriedOut(ComparisonInput input, IReadOnlyList<PlannedChange> changes)
    {
        var huma = input.Huma.ToDictionary(person => person.Id);
        var xledger = input.Xledger.ToDictionary(person => person.Id);
        var links = input.Links.ToHashSet();
        foreach (var change in changes)
        {
            var id = new Link(
                change.Huma ?? new HumaId($"h for {change.Xledger}"),
                change.Xledger ?? new XledgerId($"x for {change.Huma}")
            );
            links.Add(id);
            var people = change.Target == Side.Huma ? huma : xledger;
            var key = change.Target == Side.Huma ? id.Huma.Value : id.Xledger.Value;
            var before = people.GetValueOrDefault(key)
                ?? new Person(
                    change.Target,
                    key,
                    Active: true,
                    new FieldValues(
                        FieldRules.All.Select(rules => KeyValuePair.Create(rules.Field, FieldValue.Nothing))
                    )
                );
            people[key] = before with
            {
                Values = before.Values.With(change.Field, change.To),
                InnerDisagreements =
                [
                    .. before.InnerDisagreements.Where(disagreement => disagreement.Field != change.Field),
                ],
            };
        }

        return input with
        {
            Huma = [.. huma.Values],
            Xledger = [.. xledger.Values],
            Links = [.. links],
        };
    }

    // The seed is fixed, so that every run gives the same result.
    private static void Holds(Func<World, bool> property) =>
        Prop.ForAll(Worlds.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20_260_601, 31));
}
