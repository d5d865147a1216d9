using System.Text;

namespace HumaXledger.Core.Texts;

/// <summary>A part of a parsed text.</summary>
internal abstract record MessagePart
{
    /// <summary>The arguments that it uses, inner ones included.</summary>
    public abstract IEnumerable<MessageArgument> Arguments { get; }

    public abstract void Write(StringBuilder output, MessageValues values);

    /// <summary>Characters that stay as they are.</summary>
    public sealed record Literal(string Text) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(Text);
    }

    /// <summary><c>{0}</c></summary>
    public sealed record Plain(int Index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [new(Index, MessageArgumentKind.Plain)];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Plain(Index));
    }

    /// <summary><c>{0, number}</c></summary>
    public sealed record Number(int Index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [new(Index, MessageArgumentKind.Number)];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Number(Index));
    }

    /// <summary><c>#</c> in a branch of the plural of this argument.</summary>
    public sealed record Count(int Index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Number(Index));
    }

    /// <summary>The branch for a number: the exact one (<c>=0</c>), or the plural form's.</summary>
    public sealed record Plural(
        int Index,
        IReadOnlyDictionary<decimal, IReadOnlyList<MessagePart>> Exact,
        IReadOnlyDictionary<string, IReadOnlyList<MessagePart>> Forms
    ) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments =>
            Exact
                .Values.Concat(Forms.Values)
                .SelectMany(branch => branch.SelectMany(part => part.Arguments))
                .Prepend(new(Index, MessageArgumentKind.Plural));

        public override void Write(StringBuilder output, MessageValues values)
        {
            foreach (var part in Branch(values))
            {
                part.Write(output, values);
            }
        }

        private IReadOnlyList<MessagePart> Branch(MessageValues values) =>
            values.NumberOf(Index) is not { } number ? Forms[PluralRules.Other]
            : Exact.TryGetValue(number, out var exact) ? exact
            : Forms[PluralRules.Of(values.Language, number)];
    }

    /// <summary>The branch of a value, else <c>other</c>.</summary>
    public sealed record Select(int Index, IReadOnlyDictionary<string, IReadOnlyList<MessagePart>> Branches)
        : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments =>
            Branches
                .Values.SelectMany(branch => branch.SelectMany(part => part.Arguments))
                .Prepend(new(Index, MessageArgumentKind.Select));

        public override void Write(StringBuilder output, MessageValues values)
        {
            var branch = Branches.GetValueOrDefault(values.Plain(Index)) ?? Branches[PluralRules.Other];
            foreach (var part in branch)
            {
                part.Write(output, values);
            }
        }
    }
}
