using System.Reflection.Metadata;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>A type as the runtime had it loaded, with the arguments of a generic one.</summary>
internal abstract record TracedType
{
    private TracedType() { }

    /// <summary>The names of the assemblies that it needs, its own first.</summary>
    public IEnumerable<string> Assemblies =>
        this switch
        {
            Named named => named
                .Arguments.SelectMany(argument => argument.Assemblies)
                .Prepend(ImportedReferences.NameOf(named.Module)),
            Array array => array.Element.Assemblies,
            _ => [],
        };

    /// <summary>A class or a structure.</summary>
    public sealed record Named(
        MetadataReader Module,
        TypeDefinitionHandle Definition,
        IReadOnlyList<TracedType> Arguments
    ) : TracedType;

    /// <summary>An array of one dimension.</summary>
    public sealed record Array(TracedType Element) : TracedType;
}

/// <summary>A method that was compiled while the program ran.</summary>
/// <param name="Owner">Its type.</param>
/// <param name="Arguments">Of a generic method.</param>
internal sealed record TracedMethod(
    TracedType.Named Owner,
    MethodDefinitionHandle Definition,
    IReadOnlyList<TracedType> Arguments
)
{
    /// <summary>The names of the assemblies that it needs, its own first.</summary>
    public IEnumerable<string> Assemblies =>
        Owner.Assemblies.Concat(Arguments.SelectMany(argument => argument.Assemblies)).Distinct();
}
