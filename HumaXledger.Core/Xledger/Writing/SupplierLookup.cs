using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Finds the subledgers that can be written as suppliers. Suppliers are a view of subledgers with the same dbId;
/// because payments use them, a supplier is written only if it has both the subledger's dbId and its code.
/// </summary>
internal sealed class SupplierLookup(PageReader pages)
{
    private readonly ConcurrentDictionary<string, string?> _codeById = new();

    /// <summary>Whether an employee's subledger is a known supplier.</summary>
    public bool Has(XledgerEmployee employee) => Has(employee.SubledgerId, employee.SubledgerCode);

    /// <summary>Whether a subledger is a known supplier.</summary>
    public bool Has(string? subledgerId, string? subledgerCode) =>
        subledgerId is not null
        && subledgerCode is { Length: > 0 }
        && _codeById.TryGetValue(subledgerId, out var code)
        && code == subledgerCode;

    /// <summary>Adds a supplier that was just created.</summary>
    public void Remember(string dbId, string code) => _codeById[dbId] = code;

    /// <summary>
    /// The codes that a supplier in any readable entity has already: a second one would make lookups by code ambiguous.
    /// </summary>
    public async Task<IReadOnlySet<string>> TakenAsync(
        IReadOnlyCollection<string> codes,
        CancellationToken cancellation
    )
    {
        var withCodes = XledgerDocuments.SuppliersByCodes.Fill(
            ("codes", new JsonArray([.. codes.Select(code => JsonValue.Create(code))]))
        );
        var taken = new HashSet<string>();
        await foreach (
            var page in pages.ReadAsync<SupplierNode>(withCodes, 1_000, supplier => supplier.DbId, cancellation)
        )
        {
            taken.UnionWith(page.Records.Select(record => record.Node?.Code).OfType<string>());
        }

        return taken;
    }

    /// <summary>Looks up the unknown subledgers, with one request for a batch.</summary>
    public Task LookUpAsync(IEnumerable<XledgerEmployee> employees, CancellationToken cancellation) =>
        LookUpAsync(employees.Select(employee => employee.SubledgerId), cancellation);

    /// <summary>Looks up the unknown subledgers, with one request for a batch.</summary>
    public async Task LookUpAsync(IEnumerable<string?> subledgerIds, CancellationToken cancellation)
    {
        var unknown = subledgerIds.OfType<string>().Where(id => !_codeById.ContainsKey(id)).Distinct().ToArray();
        if (unknown.Length == 0)
        {
            return;
        }

        var found = DbIds.Numbers(unknown) is { Count: > 0 } ids ? await FoundAsync(ids, cancellation) : [];
        foreach (var id in unknown)
        {
            _codeById[id] = found.GetValueOrDefault(id);
        }
    }

    private async Task<Dictionary<string, string?>> FoundAsync(JsonArray ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, string?>();
        var withIds = XledgerDocuments.SuppliersByIds.Fill(("ids", ids));
        await foreach (
            var page in pages.ReadAsync<SupplierNode>(withIds, ids.Count, supplier => supplier.DbId, cancellation)
        )
        {
            foreach (var (supplier, _) in page.Records)
            {
                if (supplier?.DbId is not { } id)
                {
                    throw new XledgerFault(
                        XledgerFaultCause.Answer,
                        new Reason(XledgerReasons.RecordUnreadable, "supplier.dbId"),
                        transient: false
                    );
                }

                found[id] = supplier.Code;
            }
        }

        return found;
    }
}
