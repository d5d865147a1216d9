using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using HumaXledger.Sandbox.Xledger.Rows;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Answers the document of an authenticated request.</summary>
internal sealed class XledgerAnswers : IExecutionStrategySelector
{
    private static readonly GraphQLSerializer Json = new();

    private readonly XledgerStore _store;
    private readonly XledgerSwitches _switches;
    private readonly XledgerLimits _limits;
    private readonly TokenTraffic _traffic;
    private readonly TimeProvider _clock;
    private readonly Schema _schema;
    private readonly DocumentExecuter _executer;

    /// <summary>Reads the schema.</summary>
    public XledgerAnswers(
        XledgerStore store,
        XledgerSwitches switches,
        XledgerLimits limits,
        TokenTraffic traffic,
        TimeProvider clock
    )
    {
        (_store, _switches, _limits, _traffic, _clock) = (store, switches, limits, traffic, clock);
        _schema = XledgerSchema.Create(switches);
        _executer = new DocumentExecuter(new DocumentBuilder(), new DocumentValidator(), this, []);
    }

    /// <summary>An answer with its HTTP status, and whether the document was a mutation.</summary>
    public sealed record Outcome(int Status, Answer Answer, bool Write);

    /// <summary>Validates, prices and executes a document.</summary>
    /// <param name="half">
    /// Whether only the first half of a mutation's nodes is executed; a single node is executed.
    /// </param>
    /// <remarks>All under one lock, so no other request changes data while the answer is built.</remarks>
    public Outcome Answer(
        TokenRow token,
        string document,
        string? operationName,
        JsonElement? variables,
        bool half = false
    ) =>
        _store.Read(() =>
            Execute(
                new XledgerRequest(_store, _switches, _limits, token, _clock.GetUtcNow().UtcDateTime) { Half = half },
                new ExecutionOptions
                {
                    Schema = _schema,
                    Query = document,
                    OperationName = operationName,
                    Variables = variables is { ValueKind: JsonValueKind.Object } given
                        ? Json.ReadNode<Inputs>(given)
                        : null,
                    ThrowOnUnhandledException = true,
                }
            )
        );

    /// <summary>An answer without data.</summary>
    public Answer Refusal(bool carriedOut, IReadOnlyList<ExecutionError> errors) =>
        new(
            _switches.DataOnError == DataOnError.Null || (_switches.DataOnError == DataOnError.Varies && carriedOut),
            null,
            errors
        );

    /// <inheritdoc />
    public IExecutionStrategy Select(ExecutionContext context)
    {
        if (context.Operation.Operation == OperationType.Subscription)
            throw new InvalidOperationError("Subscriptions are not carried out over HTTP.").AddLocation(
                context.Operation,
                context.Document
            );
        var request = (XledgerRequest)context.RootValue!;
        return new XledgerExecution(request, _traffic.Of(request.Token));
    }

    private Outcome Execute(XledgerRequest request, ExecutionOptions options)
    {
        options.Root = request;
        try
        {
            // Nothing in it waits, so the task has ended.
            var result = _executer.ExecuteAsync(options).GetAwaiter().GetResult();
            var errors = result.Errors?.ToList() ?? [];
            return result.Executed
                ? new Outcome(200, new Answer(HasData: true, result.Data as ExecutionNode, errors), request.Writes)
                : Invalid(errors);
        }
        catch (GraphQLMaxDepthExceededException deep)
        {
            // The library does not count this among the errors of a document.
            var error = new ExecutionError(deep.Description, deep);
            error.AddLocation(deep.Location);
            return Invalid([error]);
        }
        catch (RequestRefusedException refused)
        {
            var status = refused.Error.Code switch
            {
                XledgerErrors.Unhandled => _switches.MissingRight == MissingRight.Forbidden ? 403 : 200,
                XledgerErrors.BadRequest when request.Writes => _switches.RefusedMutationStatus,
                _ => 200,
            };
            return new Outcome(status, Refusal(carriedOut: true, [refused.Error]), request.Writes);
        }
    }

    private Outcome Invalid(IReadOnlyList<ExecutionError> errors) =>
        new(_switches.ValidationErrorStatus, Refusal(carriedOut: false, errors), Write: false);
}
