using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>One setting with a value: what is compared, how it is stored, and its entry of the activity log.</summary>
/// <remarks>
/// Storing throws an <see cref="ArgumentException"/> for a value that no form lets through. To be compared, a value may
/// be any: an earlier version may have stored it.
/// </remarks>
/// <param name="Key">Which setting.</param>
/// <param name="Value">Compared by value.</param>
/// <param name="Store">Puts the value into the connection.</param>
/// <param name="Code">One of <see cref="ActivityCodes"/>.</param>
/// <param name="Arguments">Of the activity entry.</param>
internal sealed record SettingPart(
    string Key,
    object? Value,
    Action<Connection> Store,
    string Code,
    IReadOnlyList<string> Arguments
)
{
    /// <summary>Codes of the activity log that a changed setting can have.</summary>
    public static readonly IReadOnlyList<string> Codes =
    [
        ActivityCodes.SettingsChanged,
        ActivityCodes.PolicyChanged,
        ActivityCodes.GuardLimitChanged,
        ActivityCodes.LeaversChanged,
        ActivityCodes.EmploymentRulesChanged,
        ActivityCodes.QuickIntervalChanged,
        ActivityCodes.ReconciliationChanged,
        ActivityCodes.DriftTimeChanged,
        ActivityCodes.DriftLimitChanged,
        ActivityCodes.AlertRecipientsChanged,
    ];

    public static SettingPart General(string name, bool addNewPeople)
    {
        var trimmed = name.Trim();
        return new(
            nameof(General),
            (trimmed, addNewPeople),
            connection =>
            {
                // One that is kept is not given anew.
                if (!ConnectionSettings.IsName(trimmed) && trimmed != connection.Name.Trim())
                {
                    throw new ArgumentException("This cannot be the name of a connection.", nameof(name));
                }

                (connection.Name, connection.AddNewPeople) = (trimmed, addNewPeople);
            },
            ActivityCodes.SettingsChanged,
            [trimmed, addNewPeople ? "+" : "-"]
        );
    }

    /// <param name="rule">Null: the field has no rule of its own.</param>
    public static SettingPart Rule(Field field, PolicyRule? rule) =>
        new(
            $"{nameof(Rule)}.{field}",
            rule,
            connection =>
            {
                var there = connection.Policies.FirstOrDefault(policy => policy.Field == field);
                if (rule is not { } own)
                {
                    connection.Policies.RemoveAll(policy => policy.Field == field);
                }
                else if (!Policy.Allows(field, own))
                {
                    throw new ArgumentOutOfRangeException(nameof(rule), rule, "The field cannot have this rule.");
                }
                else if (there is not null)
                {
                    there.Rule = own;
                }
                else
                {
                    connection.Policies.Add(
                        new FieldPolicy
                        {
                            ConnectionId = connection.Id,
                            Field = field,
                            Rule = own,
                        }
                    );
                }
            },
            ActivityCodes.PolicyChanged,
            [FieldRules.For(field).Name, rule?.ToString() ?? ConnectionSettings.AsUsual]
        );

    public static SettingPart Limit(GuardKind kind, GuardLimit limit) =>
        new(
            $"{nameof(Limit)}.{kind}",
            limit,
            connection =>
            {
                if (!GuardSettings.IsAdjustable(kind))
                {
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "This limit cannot be changed.");
                }

                if (!limit.IsValid)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(limit),
                        limit,
                        "A guard counts from 0 and its percentage is between 0 and 100."
                    );
                }

                // A limit that is the default again follows the default.
                connection.GuardLimits =
                    limit == GuardSettings.Default.Limits[kind]
                        ? connection.GuardLimits.Where(own => own.Key != kind).ToDictionary()
                        : new Dictionary<GuardKind, GuardLimit>(connection.GuardLimits) { [kind] = limit };
            },
            ActivityCodes.GuardLimitChanged,
            [
                kind.ToString(),
                $"{limit.Count}",
                limit.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %") : "–",
            ]
        );

    public static SettingPart Leavers(LeaverRule rule) =>
        new(
            nameof(Leavers),
            rule,
            connection => connection.Leavers = rule,
            ActivityCodes.LeaversChanged,
            [rule.ToString()]
        );

    public static SettingPart Employment(EmploymentRules rules) =>
        new(
            nameof(Employment),
            rules,
            connection =>
            {
                ArgumentOutOfRangeException.ThrowIfNegative(rules.JoinGapDays, nameof(rules));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(
                    rules.JoinGapDays,
                    EmploymentRules.LongestJoinGap,
                    nameof(rules)
                );
                connection.Employment = rules;
            },
            ActivityCodes.EmploymentRulesChanged,
            [rules.MainPosition.ToString(), rules.Start.ToString(), $"{rules.JoinGapDays}"]
        );

    /// <param name="minutes">One of <see cref="QuickComparison.Intervals"/>; null for never.</param>
    public static SettingPart QuickComparison(int? minutes) =>
        new(
            nameof(QuickComparison),
            minutes,
            connection =>
                connection.QuickComparisonMinutes =
                    minutes is { } chosen && !Watching.QuickComparison.Intervals.Contains(chosen)
                        ? throw new ArgumentOutOfRangeException(
                            nameof(minutes),
                            minutes,
                            "This interval cannot be chosen."
                        )
                        : minutes,
            ActivityCodes.QuickIntervalChanged,
            [minutes is null ? "–" : $"{minutes}"]
        );

    public static SettingPart Reconciliation(bool reconciles) =>
        new(
            nameof(Reconciliation),
            reconciles,
            connection => connection.Reconciles = reconciles,
            ActivityCodes.ReconciliationChanged,
            [reconciles ? "+" : "-"]
        );

    /// <param name="at">In Oslo's time; null for never by itself.</param>
    public static SettingPart DriftCheck(TimeOnly? at) =>
        new(
            nameof(DriftCheck),
            at,
            connection => connection.DriftCheckAt = at,
            ActivityCodes.DriftTimeChanged,
            [at?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "–"]
        );

    public static SettingPart DriftLimit(int differences) =>
        new(
            nameof(DriftLimit),
            differences,
            connection =>
            {
                ArgumentOutOfRangeException.ThrowIfNegative(differences);
                connection.DriftThreshold = differences;
            },
            ActivityCodes.DriftLimitChanged,
            [$"{differences}"]
        );

    public static SettingPart Recipients(IReadOnlyList<AlertRecipient> recipients) =>
        new(
            nameof(Recipients),
            string.Join('\n', recipients.Select(recipient => $"{recipient.Email} {recipient.Culture}")),
            connection =>
            {
                // One that is kept is not given anew.
                var given = recipients.Except(connection.AlertsTo);
                if (
                    recipients.Count > ConnectionSettings.MostRecipients
                    || !given.All(IsUsable)
                    || recipients.DistinctBy(recipient => recipient.Email, StringComparer.OrdinalIgnoreCase).Count()
                        < recipients.Count
                )
                {
                    throw new ArgumentException(
                        "The recipients are not a list of different e-mail addresses.",
                        nameof(recipients)
                    );
                }

                connection.AlertsTo = recipients;
            },
            ActivityCodes.AlertRecipientsChanged,
            [$"{recipients.Count}"]
        );

    private static bool IsUsable(AlertRecipient recipient) =>
        ConnectionSettings.IsAddress(recipient.Email) && ConnectionSettings.IsCulture(recipient.Culture);
}
