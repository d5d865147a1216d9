using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>References of one assembly to methods and types of others, with signatures in its own tokens.</summary>
/// <param name="metadata">That of the assembly.</param>
internal sealed class ImportedReferences(MetadataBuilder metadata)
{
    // ECMA-335, II.23.1.16.
    private const byte Pointer = 0x0F;
    private const byte ByReference = 0x10;
    private const byte ValueType = 0x11;
    private const byte Class = 0x12;
    private const byte TypeParameter = 0x13;
    private const byte Array = 0x14;
    private const byte GenericInstance = 0x15;
    private const byte FunctionPointer = 0x1B;
    private const byte ArrayOfOneDimension = 0x1D;
    private const byte MethodParameter = 0x1E;
    private const byte RequiredModifier = 0x1F;
    private const byte OptionalModifier = 0x20;
    private const byte Sentinel = 0x41;
    private const byte Pinned = 0x45;
    private const byte GenericMethod = 0x0A;

    /// <summary>Of a method's signature (II.23.2.1): it has type parameters.</summary>
    private const byte HasTypeParameters = 0x10;

    /// <summary>What shares the code of all classes; the compiler knows it by this assembly's name.</summary>
    private const string Shared = "__Canon";
    private const string SharedAssembly = "System.Private.Canon";

    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];
    private readonly Dictionary<(EntityHandle Scope, string Space, string Name), TypeReferenceHandle> _types = [];

    /// <summary>The simple name of an assembly.</summary>
    public static string NameOf(MetadataReader module) => module.GetString(module.GetAssemblyDefinition().Name);

    /// <summary>A reference to a method.</summary>
    public EntityHandle To(TracedMethod method)
    {
        var module = method.Owner.Module;
        var definition = module.GetMethodDefinition(method.Definition);
        var signature = new BlobBuilder();
        CopyMethod(module, module.GetBlobReader(definition.Signature), signature);
        EntityHandle reference = metadata.AddMemberReference(
            To(method.Owner),
            metadata.GetOrAddString(module.GetString(definition.Name)),
            metadata.GetOrAddBlob(signature)
        );
        if (method.Arguments.Count == 0)
        {
            return reference;
        }

        var arguments = new BlobBuilder();
        arguments.WriteByte(GenericMethod);
        arguments.WriteCompressedInteger(method.Arguments.Count);
        foreach (var argument in method.Arguments)
        {
            Write(argument, arguments);
        }

        return metadata.AddMethodSpecification(reference, metadata.GetOrAddBlob(arguments));
    }

    private EntityHandle To(TracedType.Named type)
    {
        if (type.Arguments.Count == 0)
        {
            return To(type.Module, type.Definition);
        }

        var signature = new BlobBuilder();
        Write(type, signature);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(signature));
    }

    private void Write(TracedType type, BlobBuilder to)
    {
        switch (type)
        {
            case TracedType.Array array:
                to.WriteByte(ArrayOfOneDimension);
                Write(array.Element, to);
                break;
            case TracedType.Named { Arguments.Count: 0 } named:
                to.WriteByte(KindOf(named));
                WriteToken(To(named.Module, named.Definition), to);
                break;
            case TracedType.Named named:
                to.WriteByte(GenericInstance);
                to.WriteByte(KindOf(named));
                WriteToken(To(named.Module, named.Definition), to);
                to.WriteCompressedInteger(named.Arguments.Count);
                foreach (var argument in named.Arguments)
                {
                    Write(argument, to);
                }

                break;
        }
    }

    private static byte KindOf(TracedType.Named type)
    {
        var parent = type.Module.GetTypeDefinition(type.Definition).BaseType;
        var name = parent switch
        {
            { IsNil: true } => "",
            { Kind: HandleKind.TypeReference } => type.Module.GetString(
                type.Module.GetTypeReference((TypeReferenceHandle)parent).Name
            ),
            { Kind: HandleKind.TypeDefinition } => type.Module.GetString(
                type.Module.GetTypeDefinition((TypeDefinitionHandle)parent).Name
            ),
            _ => "",
        };
        return name is "ValueType" or "Enum" ? ValueType : Class;
    }

    private static void WriteToken(EntityHandle type, BlobBuilder to) =>
        to.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(type));

    private EntityHandle To(MetadataReader module, EntityHandle type) =>
        type.Kind switch
        {
            HandleKind.TypeDefinition => To(module, (TypeDefinitionHandle)type),
            HandleKind.TypeReference => To(module, (TypeReferenceHandle)type),
            _ => Copy(module, (TypeSpecificationHandle)type),
        };

    private TypeReferenceHandle To(MetadataReader module, TypeDefinitionHandle type)
    {
        var definition = module.GetTypeDefinition(type);
        var (space, name) = (module.GetString(definition.Namespace), module.GetString(definition.Name));
        EntityHandle scope = definition.IsNested
            ? To(module, definition.GetDeclaringType())
            : Assembly(name == Shared ? SharedAssembly : NameOf(module));
        return Type(scope, space, name);
    }

    private TypeReferenceHandle To(MetadataReader module, TypeReferenceHandle type)
    {
        var reference = module.GetTypeReference(type);
        EntityHandle scope = reference.ResolutionScope switch
        {
            { Kind: HandleKind.TypeReference } outer => To(module, (TypeReferenceHandle)outer),
            { Kind: HandleKind.AssemblyReference } other => Assembly(
                module.GetString(module.GetAssemblyReference((AssemblyReferenceHandle)other).Name)
            ),
            _ => Assembly(NameOf(module)),
        };
        return Type(scope, module.GetString(reference.Namespace), module.GetString(reference.Name));
    }

    private TypeSpecificationHandle Copy(MetadataReader module, TypeSpecificationHandle type)
    {
        var signature = new BlobBuilder();
        var from = module.GetBlobReader(module.GetTypeSpecification(type).Signature);
        CopyType(module, ref from, signature);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(signature));
    }

    private TypeReferenceHandle Type(EntityHandle scope, string space, string name)
    {
        if (!_types.TryGetValue((scope, space, name), out var known))
        {
            _types[(scope, space, name)] = known = metadata.AddTypeReference(
                scope,
                metadata.GetOrAddString(space),
                metadata.GetOrAddString(name)
            );
        }

        return known;
    }

    private AssemblyReferenceHandle Assembly(string name)
    {
        if (!_assemblies.TryGetValue(name, out var known))
        {
            _assemblies[name] = known = metadata.AddAssemblyReference(
                metadata.GetOrAddString(name),
                new Version(0, 0, 0, 0),
                culture: default,
                publicKeyOrToken: default,
                flags: default,
                hashValue: default
            );
        }

        return known;
    }

    private void CopyMethod(MetadataReader module, BlobReader from, BlobBuilder to) => CopyMethod(module, ref from, to);

    private void CopyMethod(MetadataReader module, ref BlobReader from, BlobBuilder to)
    {
        var header = from.ReadByte();
        to.WriteByte(header);
        if ((header & HasTypeParameters) != 0)
        {
            to.WriteCompressedInteger(from.ReadCompressedInteger());
        }

        var parameters = from.ReadCompressedInteger();
        to.WriteCompressedInteger(parameters);
        // The result comes first.
        for (var place = 0; place <= parameters; place++)
        {
            CopyType(module, ref from, to);
        }
    }

    private void CopyType(MetadataReader module, ref BlobReader from, BlobBuilder to)
    {
        var kind = from.ReadByte();
        to.WriteByte(kind);
        switch (kind)
        {
            case RequiredModifier or OptionalModifier:
                WriteToken(To(module, from.ReadTypeHandle()), to);
                CopyType(module, ref from, to);
                break;
            case Pointer or ByReference or ArrayOfOneDimension or Pinned or Sentinel:
                CopyType(module, ref from, to);
                break;
            case ValueType or Class:
                WriteToken(To(module, from.ReadTypeHandle()), to);
                break;
            case TypeParameter or MethodParameter:
                to.WriteCompressedInteger(from.ReadCompressedInteger());
                break;
            case GenericInstance:
                CopyInstance(module, ref from, to);
                break;
            case Array:
                CopyArray(module, ref from, to);
                break;
            case FunctionPointer:
                CopyMethod(module, ref from, to);
                break;
        }
    }

    private void CopyInstance(MetadataReader module, ref BlobReader from, BlobBuilder to)
    {
        to.WriteByte(from.ReadByte());
        WriteToken(To(module, from.ReadTypeHandle()), to);
        var arguments = from.ReadCompressedInteger();
        to.WriteCompressedInteger(arguments);
        for (var place = 0; place < arguments; place++)
        {
            CopyType(module, ref from, to);
        }
    }

    private void CopyArray(MetadataReader module, ref BlobReader from, BlobBuilder to)
    {
        CopyType(module, ref from, to);
        to.WriteCompressedInteger(from.ReadCompressedInteger());
        var sizes = from.ReadCompressedInteger();
        to.WriteCompressedInteger(sizes);
        for (var place = 0; place < sizes; place++)
        {
            to.WriteCompressedInteger(from.ReadCompressedInteger());
        }

        var bounds = from.ReadCompressedInteger();
        to.WriteCompressedInteger(bounds);
        for (var place = 0; place < bounds; place++)
        {
            to.WriteCompressedSignedInteger(from.ReadCompressedSignedInteger());
        }
    }
}
