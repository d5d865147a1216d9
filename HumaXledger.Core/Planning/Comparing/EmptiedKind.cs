namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Kinds of inputs that Xledger may want emptied in different ways.</summary>
public enum EmptiedKind
{
    Text,
    Date,
    Reference,
}
