using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Finds out which genders Xledger knows. Their codes are not public, so they are taken from what people already have;
/// where no employee has the one wanted, Xledger is asked by a
/// mutation that fails on purpose and lists the valid values (contracts/xledger.md 4.7).
/// </summary>
internal sealed class GenderLookup(XledgerConversation conversation, AccessProbe access, LearnedBehavior learned)
{
    /// <summary>Learns the genders that a batch needs, with at most one request.</summary>
    public async Task LearnForAsync(IReadOnlyList<XledgerUpdate> batch, CancellationToken cancellation)
    {
        var unmapped = batch
            .Where(update =>
                update.Current.ContactId is not null
                && update.Values.GetValueOrDefault(Field.Gender)?.TextOrNull is { } text
                && learned.GenderFor(text) is null
            )
            .ToArray();
        if (unmapped.Length == 0)
        {
            return;
        }

        // An employee without a gender has nothing to lose, should the flag not be understood.
        var asked = unmapped.FirstOrDefault(update => update.Current.Person[Field.Gender] is FieldValue.Empty)
            ?? unmapped[0];
        await AskAsync(
            asked.Current.ContactId!,
            asked.Current.ContactKey,
            asked.Current.Person[Field.Gender].TextOrNull is { } text ? learned.GenderFor(text) : null,
            cancellation
        );
    }

    private async Task AskAsync(
        string contactId,
        string? contactKey,
        SystemValueNode? present,
        CancellationToken cancellation
    )
    {
        if (learned.AskedForGenders)
        {
            return;
        }

        var key = new JsonObject { ["dbId"] = contactId };
        if (contactKey is { Length: > 0 })
        {
            key["id"] = contactKey;
        }

        // Should the mutation succeed after all, it writes the present value.
        JsonObject there = present is null ? [] : new JsonObject { ["dbId"] = present.DbId };
        var document = XledgerDocuments.GenderAlternatives.FillWith(
            ("key", GraphQlLiteral.Fields(key)),
            ("present", GraphQlLiteral.Fields(there))
        );
        var answer = await conversation.MutateAsync<WriteData>(document, cancellation);
        var kind = ErrorKinds.Of(answer.Errors, answer.Status);
        if (kind == ErrorKind.Access)
        {
            await access.RequireTokenAsync(cancellation);
            throw new XledgerFault(
                XledgerFaultCause.Right,
                new Reason(XledgerReasons.RightMissing, "Common", "Contact", "write"),
                transient: false
            );
        }

        foreach (var example in answer.Errors.SelectMany(error => error.Examples))
        {
            learned.LearnGender(new SystemValueNode(example.DbId, example.Code, example.Text));
        }

        learned.AskedForGenders = kind != ErrorKind.Timeout && (int)answer.Status < 500;
    }
}
