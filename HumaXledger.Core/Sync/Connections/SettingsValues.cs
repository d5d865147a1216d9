using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Connections;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>The settings that an administrator fills in, as they are stored or as they are wanted.</summary>
public sealed record SettingsValues
{
    public required string Name { get; init; }

    public required bool AddNewPeople { get; init; }

    /// <summary>Fields with a rule of their own.</summary>
    public required IReadOnlyDictionary<Field, PolicyRule> Rules { get; init; }

    /// <summary>Every limit that can be set, the defaults included.</summary>
    public required IReadOnlyDictionary<GuardKind, GuardLimit> Limits { get; init; }

    public required LeaverRule Leavers { get; init; }

    public required EmploymentRules Employment { get; init; }

    /// <summary>Null for never.</summary>
    public required int? QuickComparisonMinutes { get; init; }

    /// <inheritdoc cref="Connection.Reconciles"/>
    public required bool Reconciles { get; init; }

    /// <summary>In Oslo's time; null for never.</summary>
    public required TimeOnly? DriftCheckAt { get; init; }

    public required int DriftThreshold { get; init; }

    public required IReadOnlyList<AlertRecipient> AlertsTo { get; init; }

    /// <summary>What is stored; the connection must have been read with its policies.</summary>
    public static SettingsValues Of(Connection connection) =>
        new()
        {
            Name = connection.Name,
            AddNewPeople = connection.AddNewPeople,
            Rules = connection.Policies.ToDictionary(policy => policy.Field, policy => policy.Rule),
            Limits = GuardSettings
                .With(connection.GuardLimits)
                .Limits.Where(entry => GuardSettings.IsAdjustable(entry.Key))
                .ToDictionary(),
            Leavers = connection.Leavers,
            Employment = connection.Employment,
            QuickComparisonMinutes = connection.QuickComparisonMinutes,
            Reconciles = connection.Reconciles,
            DriftCheckAt = connection.DriftCheckAt,
            DriftThreshold = connection.DriftThreshold,
            AlertsTo = connection.AlertsTo,
        };

    /// <summary>The same with these rules of fields; null takes a field's own rule away.</summary>
    public SettingsValues With(IReadOnlyDictionary<Field, PolicyRule?> rules) =>
        this with
        {
            Rules = Rules
                .Where(own => !rules.ContainsKey(own.Key))
                .Concat(
                    rules
                        .Where(wanted => wanted.Value is not null)
                        .Select(wanted => KeyValuePair.Create(wanted.Key, wanted.Value!.Value))
                )
                .ToDictionary(),
        };

    /// <summary>Whether the settings have the same values.</summary>
    public bool IsSameAs(SettingsValues other) =>
        Parts().Zip(other.Parts()).All(pair => Equals(pair.First.Value, pair.Second.Value));

    /// <summary>
    /// Whether a setting with a wanted change was stored with another value since it was shown. Settings without a
    /// wanted change do not count.
    /// </summary>
    public bool ConflictsWith(SettingsValues shown, SettingsValues stored) =>
        Parts()
            .Zip(shown.Parts(), stored.Parts())
            .Any(part =>
                !Equals(part.First.Value, part.Second.Value)
                && !Equals(part.Third.Value, part.Second.Value)
                && !Equals(part.Third.Value, part.First.Value)
            );

    /// <summary>One part per setting, always in the same order.</summary>
    internal IReadOnlyList<SettingPart> Parts() =>
        [
            SettingPart.General(Name, AddNewPeople),
            .. FieldRules.All.Select(rules =>
                SettingPart.Rule(rules.Field, Rules.TryGetValue(rules.Field, out var own) ? own : null)
            ),
            .. Limits.OrderBy(entry => entry.Key).Select(entry => SettingPart.Limit(entry.Key, entry.Value)),
            SettingPart.Leavers(Leavers),
            SettingPart.Employment(Employment),
            SettingPart.QuickComparison(QuickComparisonMinutes),
            SettingPart.Reconciliation(Reconciles),
            SettingPart.DriftCheck(DriftCheckAt),
            SettingPart.DriftLimit(DriftThreshold),
            SettingPart.Recipients(AlertsTo),
        ];
}
