using System.Text.Json;
using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Answers the document of an authenticated request.</summary>
internal sealed class XledgerAnswers(
    XledgerStore store,
    XledgerSwitches switches,
    XledgerLimits limits,
    TokenTraffic traffic,
    TimeProvider clock
)
{
    private readonly Engine<XledgerRequest> _engine = XledgerEngine.Create(switches);

    /// <summary>An answer with its HTTP status, and whether the document was a mutation.</summary>
    public sealed record Outcome(int Status, Answer Answer, bool Write);

    /// <summary>Validates, prices and executes a document.</summary>
    /// <param name="half">
    /// Whether only the first half of a mutation's nodes is executed; a single node is executed.
    /// </param>
    public Outcome Answer(
        TokenRow token,
        string document,
        string? operationName,
        JsonElement? variables,
        bool half = false
    )
    {
        var (prepared, errors) = _engine.Prepare(document, operationName, variables);
        if (prepared is null)
            return new Outcome(switches.ValidationErrorStatus, Refusal(carriedOut: false, errors), Write: false);
        var write = prepared.Kind == OperationKind.Mutation;
        if (traffic.Of(token).Pay(Price(prepared)) is { } broke)
            return new Outcome(200, Refusal(carriedOut: true, [broke]), write);

        // Reads under one lock, so no other request changes data while the answer is built.
        return store.Read(() => Execute(prepared, token, write, half));
    }

    /// <summary>An answer without data.</summary>
    public Answer Refusal(bool carriedOut, IReadOnlyList<GraphQlError> errors) =>
        new(
            switches.DataOnError == DataOnError.Null || (switches.DataOnError == DataOnError.Varies && carriedOut),
            null,
            errors
        );

    private Outcome Execute(PreparedRequest<XledgerRequest> prepared, TokenRow token, bool write, bool half)
    {
        var nodes = prepared.Selections.Fields.Sum(field => (field.Arguments["inputs"] as object?[])?.Length ?? 0);
        var request = new XledgerRequest(store, switches, limits, token, clock.GetUtcNow().UtcDateTime)
        {
            NodesLeft = half ? Math.Max(1, nodes / 2) : null,
        };
        if (write && switches.NodesCountTogether && nodes > limits.NodesPerMutation)
        {
            var refusal = XledgerErrors.Invalid(
                $"A request takes at most {limits.NodesPerMutation} nodes in all its mutations; this one has {nodes}."
            );
            return new Outcome(switches.RefusedMutationStatus, Refusal(carriedOut: true, [refusal]), write);
        }

        if (
            Rights.Mark(prepared, request)
            && switches.MissingRight is not (MissingRight.FieldNull or MissingRight.Silent)
        )
            return NoAccess(write);
        try
        {
            var (data, errors) = _engine.Execute(prepared, request);
            return new Outcome(200, new Answer(HasData: true, data, errors), write);
        }
        catch (RequestRefusedException refused) when (refused.Error == XledgerErrors.NoAccess)
        {
            return NoAccess(write);
        }
        catch (RequestRefusedException refused)
        {
            return new Outcome(
                write ? switches.RefusedMutationStatus : 200,
                Refusal(carriedOut: true, [refused.Error]),
                write
            );
        }
    }

    private Outcome NoAccess(bool write) =>
        new(
            switches.MissingRight == MissingRight.Forbidden ? 403 : 200,
            Refusal(carriedOut: true, [XledgerErrors.NoAccess]),
            write
        );

    private int Price(PreparedRequest<XledgerRequest> prepared) =>
        limits.CreditsPerRequest
        + prepared.Selections.Fields.Sum(field =>
        {
            if (field.Arguments["inputs"] is object?[] nodes)
                return nodes.Length / limits.NodesPerCredit;
            return ((int?)field.Arguments["first"] ?? (int?)field.Arguments["last"] ?? 0) / limits.RecordsPerCredit;
        });
}
