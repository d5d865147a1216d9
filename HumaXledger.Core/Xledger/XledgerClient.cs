using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>The Xledger client over GraphQL, for one token.</summary>
internal sealed class XledgerClient(
    AccessProbe access,
    EmployeeReader employees,
    XledgerWriter writer,
    XledgerAdder adder,
    TokenLimits limits
) : IXledgerClient
{
    public XledgerKnowledge Knowledge => writer.Knowledge;

    public XledgerWindow Window => limits.Window;

    public string? TokenEntity => employees.TokenEntity;

    public Task ProbeAsync(CancellationToken cancellation) => access.RequireTokenAsync(cancellation);

    public Task<XledgerEntities> ReadEntitiesAsync(CancellationToken cancellation) =>
        access.ReadEntitiesAsync(cancellation);

    public Task<RightState> ProbeRightAsync(XledgerRight right, CancellationToken cancellation) =>
        access.TryAsync(right, cancellation);

    public Task<XledgerReading> ReadEmployeesAsync(
        string ownerDbId,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    ) => ExplainedAsync(() => employees.ReadAsync(ownerDbId, progress, cancellation), cancellation);

    public Task<IReadOnlyDictionary<XledgerId, XledgerEmployee>> ReadEmployeesAsync(
        IReadOnlyCollection<XledgerId> ids,
        CancellationToken cancellation
    ) => ExplainedAsync(() => employees.ReadAsync(ids, cancellation), cancellation);

    public Task<IReadOnlyList<XledgerEmployee>> FindByEmploymentIdAsync(
        string ownerDbId,
        IReadOnlyCollection<string> employmentIds,
        CancellationToken cancellation
    ) => ExplainedAsync(() => employees.FindAsync(ownerDbId, employmentIds, cancellation), cancellation);

    public Task<IReadOnlyList<XledgerEmployee>> FindByEmailAsync(
        string ownerDbId,
        IReadOnlyCollection<string> emails,
        CancellationToken cancellation
    ) => ExplainedAsync(() => employees.FindByEmailAsync(ownerDbId, emails, cancellation), cancellation);

    public Task<IReadOnlyList<IReadOnlyList<XledgerUpdate>>> PartitionAsync(
        IReadOnlyList<XledgerUpdate> updates,
        CancellationToken cancellation
    ) => writer.PartitionAsync(updates, cancellation);

    public Task<XledgerBatchOutcome> WriteAsync(IReadOnlyList<XledgerUpdate> batch, CancellationToken cancellation) =>
        writer.WriteAsync(batch, cancellation);

    public Task<XledgerBatchOutcome> AddAsync(
        IReadOnlyList<XledgerAddition> batch,
        string ownerDbId,
        CancellationToken cancellation,
        Func<IReadOnlyDictionary<string, XledgerId>, Task>? noted = null
    ) => adder.AddAsync(batch, ownerDbId, noted, cancellation);

    public Task<XledgerBatchOutcome> CompleteAsync(
        IReadOnlyList<XledgerAddition> batch,
        IReadOnlyList<XledgerEmployee> found,
        string ownerDbId,
        DateTime begunAt,
        CancellationToken cancellation
    ) => adder.CompleteAsync(batch, found, ownerDbId, begunAt, cancellation);

    /// <summary>
    /// Probes access after a refused read, so that the failure names an invalid token or a missing right.
    /// </summary>
    private async Task<T> ExplainedAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await read();
        }
        catch (XledgerFault fault) when (AccessProbe.MayExplain(fault))
        {
            throw await access.ExplainAsync(fault, cancellation);
        }
    }
}
