using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Sends several fields of one object in one request and determines the result of each: a refused field does not
/// prevent the others, and a field that is silently ignored (contracts/huma.md 2.8) is found by comparing the answer
/// with the sent value.
/// </summary>
internal sealed class FieldPatch
{
    /// <summary>Sends a body; the answer has the object's new state or a refusal.</summary>
    public required Func<JsonObject, CancellationToken, Task<HumaAnswer>> Send { get; init; }

    /// <summary>The value of a field in an answer.</summary>
    public required Func<Field, JsonElement, FieldValue> Held { get; init; }

    /// <summary>The value of a field before the write.</summary>
    public required Func<Field, FieldValue> Before { get; init; }

    /// <summary>The request, for messages.</summary>
    public required string Where { get; init; }

    /// <summary>Fields without which the others cannot be sent either (creation).</summary>
    public IReadOnlyCollection<Field> Required { get; init; } = [];

    /// <summary>Receives the result of each field.</summary>
    public required WriteLog Log { get; init; }

    /// <summary>The last accepted answer, which the caller must dispose; null where there is none.</summary>
    public async Task<HumaAnswer?> RunAsync(IReadOnlyList<FieldSending> sendings, CancellationToken cancellation)
    {
        var pending = sendings.Select(sending => (Sending: sending, Form: 0)).ToList();
        HumaAnswer? last = null;
        while (pending.Count > 0)
        {
            var answer = await Send(Body(pending), cancellation);
            if (answer.Refusal is null)
            {
                last?.Dispose();
                last = answer;
                pending = NotAccepted(pending, answer.Root);
                continue;
            }

            using (answer)
            {
                var named = Named(pending, answer.Refusal);
                if (
                    named.Count == 0
                    && pending.Count > 1
                    && Required.Count == 0
                    && answer.Refusal.Status is not (403 or 404)
                )
                {
                    return await OneByOneAsync(pending, last, cancellation);
                }

                pending = AfterRefusal(pending, named.Count == 0 ? pending : named, answer.Refusal);
            }
        }

        return last;
    }

    private async Task<HumaAnswer?> OneByOneAsync(
        List<(FieldSending Sending, int Form)> pending,
        HumaAnswer? last,
        CancellationToken cancellation
    )
    {
        foreach (var (sending, form) in pending)
        {
            if (await RunAsync([sending with { Forms = [.. sending.Forms.Skip(form)] }], cancellation) is { } answer)
            {
                last?.Dispose();
                last = answer;
            }
        }

        return last;
    }

    private static JsonObject Body(List<(FieldSending Sending, int Form)> pending)
    {
        var body = new JsonObject();
        foreach (var (sending, form) in pending)
        {
            var target = sending.Container is null ? body : (JsonObject)(body[sending.Container] ??= new JsonObject());
            target[sending.Property] = sending.Forms[form]?.DeepClone();
        }

        return body;
    }

    // Huma may name a part: homeAddress.country, bankAccount.type.
    private static List<(FieldSending Sending, int Form)> Named(
        List<(FieldSending Sending, int Form)> pending,
        HumaRefusal refusal
    )
    {
        var names = refusal
            .Fields.Select(name => name.Split('.', '[', '/')[0])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. pending.Where(entry =>
                entry.Sending.Container is { } container
                    ? refusal.Fields.Any(name => IsIn(container, entry.Sending.Property, name))
                    : names.Contains(entry.Sending.Property)
            ),
        ];
    }

    /// <summary>
    /// Whether a name is that of the property, with or without its container, or of the container as a whole.
    /// </summary>
    private static bool IsIn(string container, string property, string name) =>
        name.Equals(container, StringComparison.OrdinalIgnoreCase)
        || name.Equals(property, StringComparison.OrdinalIgnoreCase)
        || name.Equals($"{container}.{property}", StringComparison.OrdinalIgnoreCase);

    private List<(FieldSending Sending, int Form)> AfterRefusal(
        List<(FieldSending Sending, int Form)> pending,
        List<(FieldSending Sending, int Form)> named,
        HumaRefusal refusal
    )
    {
        var reason = WriteLog.ReasonOf(refusal, Where);
        var rest = new List<(FieldSending Sending, int Form)>();
        foreach (var entry in pending)
        {
            if (!named.Contains(entry))
            {
                rest.Add(entry);
            }
            else if (entry.Form + 1 < entry.Sending.Forms.Count && !refusal.IsGone && !refusal.IsLocked)
            {
                rest.Add(entry with { Form = entry.Form + 1 });
            }
            else
            {
                Log.Refuse(
                    entry.Sending.Field,
                    entry.Sending.Target.IsValue || refusal.IsGone || refusal.IsLocked
                        ? reason
                        : new Reason(HumaReasons.ClearRefused)
                );
            }
        }

        if (!Required.Any(Log.Refused.ContainsKey))
        {
            return rest;
        }

        Log.RefuseRest(rest.Select(entry => entry.Sending.Field), new Reason(HumaReasons.PositionMissing));
        return [];
    }

    private List<(FieldSending Sending, int Form)> NotAccepted(
        List<(FieldSending Sending, int Form)> pending,
        JsonElement answer
    )
    {
        var again = new List<(FieldSending Sending, int Form)>();
        foreach (var (sending, form) in pending)
        {
            if (IsAccepted(sending, Held(sending.Field, answer)))
            {
                Log.Accept(sending.Field);
            }
            else if (form + 1 < sending.Forms.Count)
            {
                again.Add((sending, form + 1));
            }
            else
            {
                Log.Refuse(
                    sending.Field,
                    new Reason(sending.Target.IsValue ? HumaReasons.Ignored : HumaReasons.ClearRefused)
                );
            }
        }

        return again;
    }

    /// <summary>
    /// Whether a field was accepted: the answer has the sent value, does not show the field, or has a value different
    /// from the one before (Huma's own spelling of a phone number).
    /// </summary>
    private bool IsAccepted(FieldSending sending, FieldValue held)
    {
        if (!held.IsKnown || Same(sending.Field, held, sending.Target))
        {
            return true;
        }

        return sending.Target.IsValue && held.IsValue && !Same(sending.Field, held, Before(sending.Field));
    }

    private static bool Same(Field field, FieldValue one, FieldValue other) =>
        FieldNormal.Same(field, one, other, Identification.HomeCountry);
}
