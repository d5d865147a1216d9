using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Writes job title and employment dates, each to the position that its value came from; a field without such a
/// position is refused. For a person without positions one is created once its start and title are known
/// (contracts/huma.md 2.9).
/// </summary>
internal sealed class PositionWriting(HumaCalls calls, JobTitles titles, EmploymentReader employment)
{
    /// <summary>
    /// Huma requires a contract type and Xledger has none: the neutral one. The percentage is left to Huma's default.
    /// </summary>
    public const string ContractType = "Other";

    private const string Positions = "/users/{id}/positions";
    private const string Position = "/users/{id}/positions/{position}";

    private static readonly Field[] Needed = [Field.JobTitle, Field.EmploymentStart];

    /// <summary>Writes these fields to their positions.</summary>
    public async Task WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        if (current.MainPositionId is not null)
        {
            await UpdateEachAsync(current, current.PositionSources.GetValueOrDefault, values, log, cancellation);
            return;
        }

        // A position may have been hidden, or added since: check before one is created.
        var positions = await employment.ListAsync(current.Person.Id, cancellation);
        if (positions is null)
        {
            log.RefuseRest(values.Keys, new Reason(HumaReasons.Forbidden, $"GET {Positions}"));
        }
        else if (employment.ChainOf(current.Person.Id, positions) is { } chain)
        {
            await UpdateEachAsync(current, chain.SourceOf, values, log, cancellation);
        }
        else
        {
            await CreateAsync(current, values, log, cancellation);
        }
    }

    private async Task UpdateEachAsync(
        HumaUser current,
        Func<Field, Position?> sourceOf,
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        foreach (var position in values.GroupBy(entry => sourceOf(entry.Key)))
        {
            var ofPosition = position.ToDictionary();
            if (position.Key is { } written)
            {
                foreach (var field in Outside(written, ofPosition))
                {
                    log.Refuse(field, new Reason(HumaReasons.PositionOutside, FieldRules.For(field).Name));
                    ofPosition.Remove(field);
                }

                if (ofPosition.Count > 0)
                {
                    await UpdateAsync(current, written.Id, ofPosition, log, cancellation);
                }
            }
            else
            {
                foreach (var field in ofPosition.Keys)
                {
                    log.Refuse(field, new Reason(HumaReasons.PositionUnclear, FieldRules.For(field).Name));
                }
            }
        }
    }

    /// <summary>
    /// The employment dates with which this position would end before it begins: the employment has other positions,
    /// and the date belongs to one of them.
    /// </summary>
    private static List<Field> Outside(Position position, Dictionary<Field, FieldValue> values)
    {
        var start = values.TryGetValue(Field.EmploymentStart, out var begins)
            ? CalendarDate.Read(begins.TextOrNull)
            : position.Start;
        var end = values.TryGetValue(Field.EmploymentEnd, out var ends)
            ? CalendarDate.Read(ends.TextOrNull)
            : position.End;
        return end < start
            ? [.. values.Keys.Where(field => field is Field.EmploymentStart or Field.EmploymentEnd)]
            : [];
    }

    private async Task UpdateAsync(
        HumaUser current,
        string position,
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        var patch = new FieldPatch
        {
            Send = (body, token) =>
                calls.SendAsync(HumaCall.Send(HttpMethod.Patch, Position, body, current.Person.Id, position), token),
            Held = Held,
            Before = field => current.Person[field],
            Where = $"PATCH {Position}",
            Log = log,
        };
        using var answer = await patch.RunAsync(await SendingsAsync(values, log, cancellation), cancellation);
    }

    private async Task CreateAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        var given = values.Where(entry => entry.Value.IsValue).ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var field in values.Keys.Except(given.Keys))
        {
            // Without a position there is nothing to clear.
            log.Accept(field);
        }

        if (given.Count == 0)
        {
            return;
        }

        foreach (var field in Needed.Where(field => !given.ContainsKey(field) && current.Person[field].IsValue))
        {
            given[field] = current.Person[field];
        }

        if (!Needed.All(given.ContainsKey))
        {
            log.RefuseRest(values.Keys, new Reason(HumaReasons.PositionMissing));
            return;
        }

        var sendings = await SendingsAsync(given, log, cancellation);
        if (log.Refused.ContainsKey(Field.JobTitle))
        {
            log.RefuseRest(values.Keys, new Reason(HumaReasons.PositionMissing));
            return;
        }

        var patch = new FieldPatch
        {
            Send = (body, token) => CreateOnceAsync(current.Person.Id, body, given, token),
            Held = Held,
            Before = _ => FieldValue.Nothing,
            Where = $"POST {Positions}",
            Required = Needed,
            Log = log,
        };
        using var answer = await patch.RunAsync(sendings, cancellation);
    }

    /// <summary>Creates a position; where the answer is lost, looks for it before sending again.</summary>
    private async Task<HumaAnswer> CreateOnceAsync(
        string userId,
        JsonObject body,
        Dictionary<Field, FieldValue> given,
        CancellationToken cancellation
    )
    {
        body["contractType"] = ContractType;
        var call = HumaCall.Send(HttpMethod.Post, Positions, body, userId);
        try
        {
            return await calls.SendAsync(call, cancellation);
        }
        catch (HumaFault fault) when (fault.OutcomeUnknown)
        {
            var created = (await employment.ListAsync(userId, cancellation))?.FirstOrDefault(position =>
                position.Position.Start == CalendarDate.Read(given[Field.EmploymentStart].TextOrNull)
                && JobTitles.AreSame(position.Position.Title, given[Field.JobTitle].TextOrNull)
            );
            return await calls.SendAsync(
                created is null ? call : HumaCall.Get(Position, userId, created.Position.Id),
                cancellation
            );
        }
    }

    private async Task<IReadOnlyList<FieldSending>> SendingsAsync(
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        var sendings = new List<FieldSending>();
        foreach (var (field, value) in values)
        {
            var entry = HumaFields.For(field);
            if (!entry.IsTitle)
            {
                sendings.Add(entry.Sending(value));
                continue;
            }

            var (id, refused) = await titles.FindOrCreateAsync(value.TextOrNull ?? "", cancellation);
            if (refused is null)
            {
                sendings.Add(new FieldSending(field, "titleId", value, [id]));
            }
            else
            {
                log.Refuse(field, refused);
            }
        }

        return sendings;
    }

    private static FieldValue Held(Field field, JsonElement position)
    {
        var entry = HumaFields.For(field);
        return entry.Read(entry.In(position));
    }
}
