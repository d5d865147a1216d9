using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>The rule of one field of one connection; a field without a row follows the connection's default.</summary>
public sealed class FieldPolicy
{
    public Guid ConnectionId { get; init; }

    public Field Field { get; init; }

    public PolicyRule Rule { get; set; }
}
