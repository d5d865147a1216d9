using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>
/// A list of methods as .NET's ahead-of-time compiler reads it. The tool that writes this format, dotnet-pgo, is on no
/// package feed. It is an assembly in an archive: the global method <c>AssemblyDictionary</c> loads, for each set of
/// assemblies, their names and the token of a global method, which loads the tokens of the methods that need them, each
/// followed by <c>pop</c>.
/// </summary>
internal sealed class MethodProfile
{
    // Enough for what is loaded at once.
    private const int Stack = 8;

    private readonly MetadataBuilder _metadata = new();
    private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());
    private readonly ImportedReferences _references;
    private readonly string _name;

    /// <param name="name">Name of the file, by which the compiler finds the content.</param>
    /// <param name="methods">The methods.</param>
    public MethodProfile(string name, IReadOnlyList<TracedMethod> methods)
    {
        (_name, Methods) = ($"{name}.dll", methods.Count);
        _references = new ImportedReferences(_metadata);
        _metadata.AddModule(
            0,
            _metadata.GetOrAddString(_name),
            _metadata.GetOrAddGuid(Guid.Empty),
            encId: default,
            encBaseId: default
        );
        _metadata.AddAssembly(
            _metadata.GetOrAddString(name),
            new Version(0, 0, 0, 0),
            culture: default,
            publicKey: default,
            flags: default,
            AssemblyHashAlgorithm.None
        );
        _metadata.AddTypeDefinition(
            default,
            @namespace: default,
            _metadata.GetOrAddString("<Module>"),
            baseType: default,
            MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1)
        );
        var assemblies = Code();
        foreach (var group in methods.GroupBy(method => string.Join(';', method.Assemblies)))
        {
            var list = Code();
            foreach (var method in group)
            {
                Load(list, _references.To(method));
            }

            assemblies.LoadString(_metadata.GetOrAddUserString($"{group.Key};"));
            Load(assemblies, AddMethod($"Methods_{group.Key}", list));
        }

        AddMethod("AssemblyDictionary", assemblies);
    }

    /// <summary>How many there are.</summary>
    public int Methods { get; }

    /// <summary>Writes the file, replacing it.</summary>
    public void Write(string file)
    {
        var assembly = new BlobBuilder();
        new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll),
            new MetadataRootBuilder(_metadata),
            _bodies.Builder,
            deterministicIdProvider: content => BlobContentId.FromHash(HashOf(content))
        ).Serialize(assembly);
        using var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        var entry = archive.CreateEntry(_name, CompressionLevel.SmallestSize);
        // The same methods give the same file.
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        assembly.WriteContentTo(stream);
    }

    private static byte[] HashOf(IEnumerable<Blob> content)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(
            System.Security.Cryptography.HashAlgorithmName.SHA256
        );
        foreach (var blob in content)
        {
            hash.AppendData(blob.GetBytes());
        }

        return hash.GetHashAndReset();
    }

    private static InstructionEncoder Code() => new(new BlobBuilder());

    private static void Load(InstructionEncoder code, EntityHandle what)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(what);
        code.OpCode(ILOpCode.Pop);
    }

    private MethodDefinitionHandle AddMethod(string name, InstructionEncoder code)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, result => result.Void(), _ => { });
        return _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static,
            MethodImplAttributes.IL,
            _metadata.GetOrAddString(name),
            _metadata.GetOrAddBlob(signature),
            _bodies.AddMethodBody(code, Stack),
            MetadataTokens.ParameterHandle(1)
        );
    }
}
