using System.Text;

namespace HumaXledger.Core.Texts;

/// <summary>A part of a parsed text.</summary>
internal abstract class MessagePart
{
    /// <summary>The arguments that it uses, inner ones included.</summary>
    public abstract IEnumerable<MessageArgument> Arguments { get; }

    public abstract void Write(StringBuilder output, MessageValues values);

    /// <summary>Characters that stay as they are.</summary>
    public sealed class Literal(string text) : MessagePart
    {
        public string Text => text;

        public override IEnumerable<MessageArgument> Arguments => [];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(text);
    }

    /// <summary><c>{0}</c></summary>
    public sealed class Plain(int index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [new(index, MessageArgumentKind.Plain)];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Plain(index));
    }

    /// <summary><c>{0, number}</c></summary>
    public sealed class Number(int index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [new(index, MessageArgumentKind.Number)];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Number(index));
    }

    /// <summary><c>#</c> in a branch of the plural of this argument.</summary>
    public sealed class Count(int index) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments => [];

        public override void Write(StringBuilder output, MessageValues values) => output.Append(values.Number(index));
    }

    /// <summary>The branch for a number: the exact one (<c>=0</c>), or the plural form's.</summary>
    public sealed class Plural(
        int index,
        IReadOnlyDictionary<decimal, IReadOnlyList<MessagePart>> exact,
        IReadOnlyDictionary<string, IReadOnlyList<MessagePart>> forms
    ) : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments =>
            exact
                .Values.Concat(forms.Values)
                .SelectMany(branch => branch.SelectMany(part => part.Arguments))
                .Prepend(new(index, MessageArgumentKind.Plural));

        public override void Write(StringBuilder output, MessageValues values)
        {
            foreach (var part in Branch(values))
            {
                part.Write(output, values);
            }
        }

        private IReadOnlyList<MessagePart> Branch(MessageValues values) =>
            values.NumberOf(index) is not { } number ? forms[PluralRules.Other]
            : exact.TryGetValue(number, out var same) ? same
            : forms[PluralRules.Of(values.Language, number)];
    }

    /// <summary>The branch of a value, else <c>other</c>.</summary>
    public sealed class Select(int index, IReadOnlyDictionary<string, IReadOnlyList<MessagePart>> branches)
        : MessagePart
    {
        public override IEnumerable<MessageArgument> Arguments =>
            branches
                .Values.SelectMany(branch => branch.SelectMany(part => part.Arguments))
                .Prepend(new(index, MessageArgumentKind.Select));

        public override void Write(StringBuilder output, MessageValues values)
        {
            var branch = branches.GetValueOrDefault(values.Plain(index)) ?? branches[PluralRules.Other];
            foreach (var part in branch)
            {
                part.Write(output, values);
            }
        }
    }
}
