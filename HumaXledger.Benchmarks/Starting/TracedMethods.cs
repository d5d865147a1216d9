using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>
/// The methods of a program's own assemblies that its traces name, and generic methods of the framework with the types
/// they were used with. Other methods of the framework are compiled in it.
/// </summary>
/// <param name="folder">The folder of the program.</param>
internal sealed class TracedMethods(string folder) : IDisposable
{
    private const byte ArrayOfOneDimension = 0x1D;

    private readonly Dictionary<string, PEReader> _files = [];
    private readonly Dictionary<string, TracedMethod> _methods = [];

    /// <summary>All methods of the traces that were read, each once, in an order that does not vary.</summary>
    public IReadOnlyList<TracedMethod> All() =>
        [.. _methods.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)];

    /// <summary>Adds what a trace names.</summary>
    public void Read(string trace)
    {
        var modules = new Dictionary<ulong, string>();
        var types = new Dictionary<ulong, LoadedType>();
        var methods = new List<LoadedMethod>();
        using (var source = new EventPipeEventSource(trace))
        {
            source.Clr.LoaderModuleLoad += one => modules[(ulong)one.ModuleID] = one.ModuleILPath;
            source.Clr.TypeBulkType += some =>
            {
                for (var place = 0; place < some.Count; place++)
                {
                    var one = some.Values(place);
                    types[one.TypeID] = new LoadedType(
                        one.ModuleID,
                        one.TypeNameID,
                        one.CorElementType,
                        one.Flags.HasFlag(TypeFlags.Array),
                        [.. Enumerable.Range(0, one.TypeParameterCount).Select(one.TypeParameterID)]
                    );
                }
            };
            source.Clr.MethodMethodDetails += one =>
                methods.Add(
                    new LoadedMethod(
                        (ulong)one.TypeID,
                        one.MethodToken,
                        [
                            .. Enumerable
                                .Range(0, one.TypeParameterCount)
                                .Select(place => (ulong)one.TypeParameters(place)),
                        ]
                    )
                );
            source.Process();
        }

        foreach (var method in methods)
        {
            if (MethodOf(method, types, modules) is { } found)
            {
                _methods.TryAdd(KeyOf(found), found);
            }
        }
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    // Null for what is made at run time, and for methods that the framework holds compiled.
    private TracedMethod? MethodOf(
        LoadedMethod method,
        Dictionary<ulong, LoadedType> types,
        Dictionary<ulong, string> modules
    )
    {
        var handle = MetadataTokens.EntityHandle(method.Token);
        if (
            handle is not { Kind: HandleKind.MethodDefinition, IsNil: false }
            || !types.TryGetValue(method.Type, out var owner)
            || !modules.TryGetValue(owner.Module, out var path)
            || TypeOf(method.Type, types, modules) is not TracedType.Named named
            || (Path.GetDirectoryName(path) != folder && named.Arguments.Count + method.Arguments.Count == 0)
        )
        {
            return null;
        }

        var arguments = method.Arguments.Select(argument => TypeOf(argument, types, modules)).ToList();
        return arguments.Contains(null)
            ? null
            : new TracedMethod(named, (MethodDefinitionHandle)handle, [.. arguments.OfType<TracedType>()]);
    }

    private TracedType? TypeOf(ulong id, Dictionary<ulong, LoadedType> types, Dictionary<ulong, string> modules)
    {
        if (!types.TryGetValue(id, out var type))
        {
            return null;
        }

        var arguments = type.Arguments.Select(argument => TypeOf(argument, types, modules)).ToList();
        if (arguments.Contains(null))
        {
            return null;
        }

        if (type.IsArray)
        {
            return type.Kind == ArrayOfOneDimension ? new TracedType.Array(arguments.Single()!) : null;
        }

        var definition = MetadataTokens.EntityHandle(type.Token);
        return
            definition is { Kind: HandleKind.TypeDefinition, IsNil: false }
            && modules.TryGetValue(type.Module, out var path)
            && File.Exists(path)
            ? new TracedType.Named(
                ReaderOf(path),
                (TypeDefinitionHandle)definition,
                [.. arguments.OfType<TracedType>()]
            )
            : null;
    }

    private MetadataReader ReaderOf(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = new PEReader(File.OpenRead(path));
        }

        return file.GetMetadataReader();
    }

    private static string KeyOf(TracedMethod method) =>
        $"{KeyOf(method.Owner)} {MetadataTokens.GetToken(method.Definition):x} "
        + string.Join(' ', method.Arguments.Select(KeyOf));

    private static string KeyOf(TracedType type) =>
        type switch
        {
            TracedType.Array array => $"{KeyOf(array.Element)}[]",
            TracedType.Named named => named.Module.GetString(named.Module.GetAssemblyDefinition().Name)
                + $":{MetadataTokens.GetToken(named.Definition):x}<"
                + string.Join(',', named.Arguments.Select(KeyOf))
                + ">",
            _ => throw new NotSupportedException(),
        };

    private sealed record LoadedType(ulong Module, int Token, byte Kind, bool IsArray, IReadOnlyList<ulong> Arguments);

    private sealed record LoadedMethod(ulong Type, int Token, IReadOnlyList<ulong> Arguments);
}
