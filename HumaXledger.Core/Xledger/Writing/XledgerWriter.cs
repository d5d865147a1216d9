using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Writes a batch of existing people: values and known ways of clearing in one request, then attempts to clear the
/// other fields.
/// </summary>
internal sealed class XledgerWriter(
    MutationSender sender,
    SupplierLookup suppliers,
    GenderLookup genders,
    LearnedBehavior learned,
    bool aliased
)
{
    /// <summary>See <see cref="IXledgerClient.Knowledge"/>.</summary>
    public XledgerKnowledge Knowledge => learned.Knowledge(aliased);

    /// <summary>See <see cref="IXledgerClient.PartitionAsync"/>.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<XledgerUpdate>>> PartitionAsync(
        IReadOnlyList<XledgerUpdate> updates,
        CancellationToken cancellation
    )
    {
        await LookUpSuppliersAsync(updates, cancellation);
        return RequestPacking.Of(
            updates,
            update =>
            {
                var write = Prepared(update);
                // What is cleared in an unknown way goes apart; by then the way may be known.
                return [.. write.Nodes.Keys.Union(write.Clears.Select(clear => clear.Part))];
            },
            aliased
        );
    }

    /// <summary>See <see cref="IXledgerClient.WriteAsync"/>.</summary>
    public async Task<XledgerBatchOutcome> WriteAsync(
        IReadOnlyList<XledgerUpdate> batch,
        CancellationToken cancellation
    )
    {
        await LookUpSuppliersAsync(batch, cancellation);
        await genders.LearnForAsync(batch, cancellation);
        var outcome = await WriteAsync([.. batch.Select(Prepared)], cancellation);
        return outcome.Refusal is not null && batch is [{ Values.Count: 1 } alone]
            ? await OtherwiseAsync(alone, outcome, cancellation)
            : outcome;
    }

    /// <summary>
    /// A field to clear that is refused all by itself: what was learned may be outdated. It is tried anew, and what was
    /// learned is kept unless another way is shown to clear: the refusal may be of this person alone.
    /// </summary>
    private async Task<XledgerBatchOutcome> OtherwiseAsync(
        XledgerUpdate alone,
        XledgerBatchOutcome refused,
        CancellationToken cancellation
    )
    {
        var learnedBefore = Prepared(alone)
            .Clears.Select(clear => clear.Kind)
            .Distinct()
            .Select(kind => (Kind: kind, Style: learned.ClearingOf(kind)))
            .Where(known => known.Style is not null)
            .ToList();
        if (learnedBefore.Count == 0)
        {
            return refused;
        }

        learnedBefore.ForEach(known => learned.Forget(known.Kind));
        try
        {
            var otherwise = await WriteAsync([Prepared(alone)], cancellation);
            return otherwise is { Refusal: null, NotWritten.Count: 0 } ? otherwise : refused;
        }
        finally
        {
            learnedBefore
                .FindAll(known => learned.ClearingOf(known.Kind) is null)
                .ForEach(known => learned.Learn(known.Kind, known.Style!.Value));
        }
    }

    private Task LookUpSuppliersAsync(IReadOnlyList<XledgerUpdate> updates, CancellationToken cancellation) =>
        suppliers.LookUpAsync(
            updates
                .Where(update =>
                    update.Values.Keys.Any(field => FieldRules.For(field).WrittenTo.HasFlag(XledgerRecords.Supplier))
                )
                .Select(update => update.Current),
            cancellation
        );

    private PersonWrite Prepared(XledgerUpdate update) =>
        XledgerWriting.Update(update, learned.GenderFor, suppliers.Has(update.Current));

    /// <summary>Sends prepared writes; additions use it too, for the fields that only an update can set.</summary>
    public async Task<XledgerBatchOutcome> WriteAsync(IReadOnlyList<PersonWrite> writes, CancellationToken cancellation)
    {
        foreach (var write in writes)
        {
            foreach (var clear in write.Clears)
            {
                if (learned.ClearingOf(clear.Kind) is { } style)
                {
                    clear.Put(write.Node(clear.Part), style);
                }
            }
        }

        var answer = await sender.UpdateAsync([.. writes.SelectMany(Inputs)], cancellation);
        if (answer.Refusal is { } refusal)
        {
            if (refusal.Arguments.Any(path => path.Contains("gender", StringComparison.Ordinal)))
            {
                learned.ForgetGenders();
            }

            return new XledgerBatchOutcome(refusal, new Dictionary<string, XledgerId>())
            {
                NotWritten = NotWritten(writes),
                Impossible = Impossible(writes),
            };
        }

        foreach (
            var kind in writes
                .SelectMany(write => write.Clears)
                .Select(clear => clear.Kind)
                .Distinct()
                .Order()
                .ToArray()
        )
        {
            await ClearAsync(kind, writes, answer, cancellation);
        }

        return XledgerBatchOutcome.Accepted with
        {
            NotWritten = NotWritten(writes),
            Impossible = Impossible(writes),
        };
    }

    /// <summary>Clears the inputs of one kind that the request did not clear.</summary>
    private async Task ClearAsync(
        ClearKind kind,
        IReadOnlyList<PersonWrite> writes,
        MutationAnswer written,
        CancellationToken cancellation
    )
    {
        var known = learned.ClearingOf(kind);
        var pending = writes
            .SelectMany(write => write.Clears, (write, clear) => (Write: write, Clear: clear))
            .Where(each =>
                each.Clear.Kind == kind
                && each.Clear.IsShown
                && ((known is null && !each.Clear.OnlyIfLeft) || IsLeft(written, each.Write, each.Clear))
            )
            .ToArray();
        await ClearAsync(kind, pending, known, new RefusedClears(), cancellation);
    }

    /// <summary>
    /// Tries the possible ways of clearing these inputs until Xledger's answer shows that they are empty, and remembers
    /// the way. Attempts are sent separately, so that their refusal affects nothing else; where every way is refused
    /// for several people, they are tried by halves, because one of them may be the cause.
    /// </summary>
    private async Task ClearAsync(
        ClearKind kind,
        (PersonWrite Write, Clear Clear)[] pending,
        ClearStyle? tried,
        RefusedClears alone,
        CancellationToken cancellation
    )
    {
        Reason? refusal = null;
        foreach (var style in StylesFor(kind, tried))
        {
            if (pending.Length == 0)
            {
                return;
            }

            var inputs = new Dictionary<(Part, string), Input>();
            var unshown = pending
                .Select(each => each.Write)
                .Distinct()
                .SelectMany(
                    write => write.Clears.Where(clear => clear.Kind == kind && !clear.IsShown),
                    (write, clear) => (Write: write, Clear: clear)
                );
            foreach (var (write, clear) in pending.Concat(unshown))
            {
                if (!inputs.TryGetValue((clear.Part, write.ClientId), out var input))
                {
                    inputs[(clear.Part, write.ClientId)] = input = new Input(
                        clear.Part,
                        write.ClientId,
                        write.Key(clear.Part)
                    );
                }

                clear.Put(input.Node, style);
            }

            var answer = await sender.UpdateAsync([.. inputs.Values], cancellation);
            refusal = answer.Refusal;
            if (refusal is not null && kind == ClearKind.Date)
            {
                // No text is a date; Xledger could read one as some date and store a wrong value.
                break;
            }

            if (refusal is not null)
            {
                continue;
            }

            var left = pending.Where(each => IsLeft(answer, each.Write, each.Clear)).ToArray();
            if (left.Length < pending.Length)
            {
                learned.Learn(kind, style);
            }

            pending = left;
        }

        var people = pending.Select(each => each.Write).Distinct().ToArray();
        if (refusal is not null && people.Length > 1 && (learned.ClearingOf(kind) is not null || !alone.AreMany))
        {
            foreach (var half in people.Chunk((people.Length + 1) / 2))
            {
                await ClearAsync(
                    kind,
                    [.. pending.Where(each => half.Contains(each.Write))],
                    tried,
                    alone,
                    cancellation
                );
            }

            return;
        }

        alone.Add(refusal);
        foreach (var (write, clear) in pending)
        {
            write.Refuse(
                clear.Field,
                refusal ?? new Reason(XledgerReasons.NotCleared, FieldRules.For(clear.Field).Name)
            );
        }
    }

    // The way that is known by now first.
    private IEnumerable<ClearStyle> StylesFor(ClearKind kind, ClearStyle? tried)
    {
        var known = learned.ClearingOf(kind);
        return Enum.GetValues<ClearStyle>().Where(style => style != tried).OrderBy(style => style != known);
    }

    /// <summary>Counts people for whom every way of clearing was refused alone.</summary>
    private sealed class RefusedClears
    {
        // Then Xledger refuses to clear at all, and trying everybody alone would be hundreds of requests.
        private const int Many = 3;

        private int _count;

        public bool AreMany => _count >= Many;

        public void Add(Reason? refusal) => _count += refusal is null ? 0 : 1;
    }

    private static bool IsLeft(MutationAnswer answer, PersonWrite write, Clear clear) =>
        answer.Nodes.TryGetValue((clear.Part, write.ClientId), out var node) && clear.IsLeft(node);

    private static IEnumerable<Input> Inputs(PersonWrite write) =>
        write.Nodes.Select(node => new Input(node.Key, write.ClientId, node.Value));

    private static Dictionary<string, IReadOnlyDictionary<Field, Reason>> NotWritten(IEnumerable<PersonWrite> writes) =>
        writes
            .Where(write => write.NotWritten.Count > 0)
            .ToDictionary(write => write.ClientId, write => write.NotWritten);

    private static HashSet<(string ClientId, Field Field)> Impossible(IEnumerable<PersonWrite> writes) =>
        [.. writes.SelectMany(write => write.NotWritten.Keys, (write, field) => (write.ClientId, field))];
}
