using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Sync.PersonalData;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// One person's file for programs: codes instead of sentences; times are UTC. The shape is described in docs/privacy.md
/// and has its own version number.
/// </summary>
internal static class PersonRecords
{
    /// <summary>The object to serialize.</summary>
    public static object Of(PersonFile file) =>
        new
        {
            format = "humaxledger.person/1",
            exportedAt = file.At,
            numbers = file.InClear ? "clear" : "masked",
            connection = new
            {
                id = file.Connection.Id,
                name = file.Connection.Name,
                endedAt = file.Connection.DisconnectedAt,
            },
            person = new
            {
                name = file.Name,
                humaId = file.Ids.Huma?.Value,
                xledgerId = file.Ids.Xledger?.Value,
            },
            alsoKnownOn = file.OtherConnections,
            link = file.Link is not { } link
                ? null
                : new
                {
                    foundAs = link.FoundAs.ToString(),
                    linkedAt = link.LinkedAt,
                    linkedBy = link.LinkedBy,
                    agreedAt = link.BaselineAt,
                    agreed = Values(link.Baseline, file.InClear),
                    dealtWith = Values(link.LastProcessed, file.InClear),
                    knownInHuma = Values(link.KnownInHuma, file.InClear),
                    knownInXledger = Values(link.KnownInXledger, file.InClear),
                    sameConfirmedAt = link.SameConfirmedAt,
                    sameConfirmedBy = link.SameConfirmedBy,
                    otherPersonAt = link.OtherPersonAt,
                    otherPersonInHuma = Values(link.OtherPersonInHuma, file.InClear),
                    otherPersonInXledger = Values(link.OtherPersonInXledger, file.InClear),
                    positions = Positions(link.Outlook),
                    chosenMainPosition = link.MainPositionId,
                    announced = Announced(link.Outlook),
                },
            comparisons = file.Readings.Select(reading => new
            {
                startedAt = reading.StartedAt,
                purpose = reading.Purpose.ToString(),
                huma = Record(reading.Huma, file.InClear),
                xledger = Record(reading.Xledger, file.InClear),
                problems = reading.Problems.Select(problem => new
                {
                    side = problem.Side.ToString(),
                    reason = problem.Reason.Code,
                }),
            }),
            changes = file.Changes.Select(one => new
            {
                plan = one.Plan,
                plannedAt = one.PlannedAt,
                plannedBy = one.PlannedBy,
                run = one.Run,
                startedBy = one.StartedBy,
                target = one.Change.Target.ToString(),
                kind = one.Change.Kind.ToString(),
                name = one.Change.PersonName,
                field = FieldRules.For(one.Change.Field).Name,
                from = Shown(one.Change.Field, one.Change.From, file.InClear),
                to = Shown(one.Change.Field, one.Change.To, file.InClear),
                readBack = Shown(one.Change.Field, one.Change.After, file.InClear),
                agreedBefore = Shown(one.Change.Field, one.Change.BaselineBefore, file.InClear),
                state = one.Change.State.ToString(),
                reason = one.Change.Reason?.Code,
                sentAt = one.Change.SentAt,
                changedAt = one.Change.ChangedAt,
            }),
            notPlanned = file.Blocked.Select(one => new
            {
                plan = one.Plan,
                at = one.At,
                target = one.Blocked.Target.ToString(),
                field = Name(one.Blocked.Field),
                reason = one.Blocked.Reason.Code,
            }),
            decisions = file.Decisions.Select(one => new
            {
                kind = one.Kind.ToString(),
                field = Name(one.Field),
                choice = one.Choice?.ToString(),
                humaId = one.HumaId,
                xledgerId = one.XledgerId,
                by = one.DecidedBy,
                at = one.DecidedAt,
            }),
            notTheSamePerson = file.Distinct.Select(one => new
            {
                humaId = one.HumaId.Value,
                xledgerId = one.XledgerId.Value,
                by = one.DecidedBy,
                at = one.DecidedAt,
            }),
            heldValues = file.Held.Select(one => new
            {
                field = FieldRules.For(one.Field).Name,
                huma = Shown(one.Field, one.Huma, file.InClear),
                xledger = Shown(one.Field, one.Xledger, file.InClear),
                agreed = Shown(one.Field, one.Baseline, file.InClear),
                rule = one.Rule.ToString(),
                heldAt = one.HeldAt,
                state = one.State.ToString(),
                decidedBy = one.DecidedBy,
                decidedAt = one.DecidedAt,
            }),
            pendingChanges = file.PendingChanges.Select(one => new
            {
                source = one.Source.ToString(),
                kind = one.Kind.ToString(),
                name = one.PersonName,
                receivedAt = one.ReceivedAt,
                askedBy = one.AskedBy,
                readAt = one.ReadAt,
                comparedAt = one.ComparedAt,
                endedAt = one.EndedAt,
                state = one.State.ToString(),
                reason = one.Reason?.Code,
            }),
            messages = file.Messages.Select(one => new
            {
                receivedAt = one.ReceivedAt,
                topic = one.Topic,
                state = one.State.ToString(),
                people = one.People,
                says = one.Parts,
            }),
            driftFindings = file.Findings.Select(one => new { at = one.At, finding = one.Finding }),
            activity = file.Activity.Select(one => new
            {
                at = one.At,
                who = one.Who,
                what = one.What,
                arguments = one.Arguments,
            }),
        };

    private static object? Record(Person? person, bool inClear) =>
        person is null
            ? null
            : new
            {
                active = person.Active,
                groups = person.Groups,
                contractTypes = person.ContractTypes,
                values = Values(person.Values, inClear),
                positions = Positions(person.Outlook),
                announced = Announced(person.Outlook),
                differsInside = person.InnerDisagreements.SelectMany(one =>
                    one.Places.Select(place => new
                    {
                        field = FieldRules.For(one.Field).Name,
                        place = place.Key,
                        value = Shown(one.Field, place.Value, inClear),
                    })
                ),
            };

    private static IEnumerable<object>? Positions(EmploymentOutlook? outlook) =>
        outlook?.Positions.Select(position => new
        {
            id = position.Id,
            title = position.Title,
            start = position.Start,
            end = position.End,
            percentage = position.Percentage,
        });

    private static IEnumerable<object>? Announced(EmploymentOutlook? outlook) =>
        outlook?.Announced.Select(change => new
        {
            date = change.Date,
            kind = change.Kind.ToString(),
            title = change.Title,
            values = change.Values.ToDictionary(value => FieldRules.For(value.Field).Name, value => value.Text),
        });

    // A missing field is unknown, null is empty.
    private static Dictionary<string, string?> Values(FieldValues values, bool inClear) =>
        FieldRules
            .All.Where(rules => values[rules.Field].IsKnown)
            .ToDictionary(rules => rules.Name, rules => Shown(rules.Field, values[rules.Field], inClear));

    private static string? Name(Field? field) => field is { } one ? FieldRules.For(one).Name : null;

    private static string? Shown(Field field, FieldValue? value, bool inClear) =>
        value is { IsValue: true }
            ? Masking.Display(field, value, inClear, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
            : null;
}
