using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// Hands to the contexts of one store the vault, and whether they are limited. Every row with sealed values goes
/// through the vault, whatever table it is in: read by <see cref="SealedRows"/>, written by
/// <see cref="SealedWrites"/> or <see cref="BulkStatements{T}"/>.
/// </summary>
internal sealed class Sealing(ValueVault? vault, bool limited = false) : IDbContextOptionsExtension
{
    private const string Columns = "HumaXledger:Sealed";

    /// <summary>Encrypts and decrypts; null where only the model is made.</summary>
    public ValueVault? Vault => vault;

    /// <summary>Whether the contexts see some connections only (<see cref="SyncDbContext.Reach"/>).</summary>
    public bool Limited => limited;

    /// <inheritdoc />
    public DbContextOptionsExtensionInfo Info => new Facts(this);

    /// <summary>The sealed columns of an entity, made once per model.</summary>
    public static IReadOnlyList<SealedColumn> ColumnsOf(IEntityType entity) =>
        (IReadOnlyList<SealedColumn>)
            entity.GetOrAddRuntimeAnnotationValue(
                Columns,
                static type => SealedColumn.Of(type!),
                (IReadOnlyEntityType)entity
            )!;

    /// <inheritdoc />
    public void ApplyServices(IServiceCollection services) { }

    /// <inheritdoc />
    public void Validate(IDbContextOptions options) { }

    private sealed class Facts(Sealing sealing) : DbContextOptionsExtensionInfo(sealing)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        // EF Core's own services and the model are the same with any vault: a context brings its own.
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Facts;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) { }
    }
}

/// <summary>Opens the sealed values of each row that was read.</summary>
internal sealed class SealedRows : IMaterializationInterceptor
{
    public static readonly SealedRows Instance = new();

    private SealedRows() { }

    /// <inheritdoc />
    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (
            entity is ISealedRow row
            && materializationData.Context is SyncDbContext { Vault: { } vault, LeavesClosed: false }
        )
        {
            var columns = Sealing.ColumnsOf(materializationData.EntityType);
            var identity = columns.Count == 0 ? "" : row.Identity;
            var sealedProof = row is IProvedRow { Proof: FieldValue.Closed };
            foreach (var column in columns)
            {
                column.Open(vault, row, identity);
            }

            if (row is IProvedRow proved)
            {
                proved.Doubted = IsDoubted(vault, proved, identity, sealedProof);
            }
        }

        return entity;
    }

    private static bool IsDoubted(ValueVault vault, IProvedRow row, string identity, bool wasSealed)
    {
        var fits = row.Proof is { } proof ? proof.TextOrNull == row.Proved : vault.AcceptsUnproved;
        // One whose key is lost proves nothing, and was not changed.
        var lost = wasSealed && row.Proof is { IsKnown: false, IsMisplaced: false };
        if (!fits && !lost)
        {
            vault.Misplaced.Add(new MisplacedValue(row.OwnerId, ProofCell.Place, identity));
        }

        return !fits;
    }
}

/// <summary>Seals values of tracked rows for their row when they are saved.</summary>
internal sealed class SealedWrites : IModificationCommandFactory
{
    /// <inheritdoc />
    public IModificationCommand CreateModificationCommand(
        in ModificationCommandParameters modificationCommandParameters
    ) => new Command(modificationCommandParameters);

    /// <inheritdoc />
    public INonTrackedModificationCommand CreateNonTrackedModificationCommand(
        in NonTrackedModificationCommandParameters modificationCommandParameters
    ) => new Command(modificationCommandParameters);

    private sealed class Command : ModificationCommand
    {
        public Command(in ModificationCommandParameters parameters)
            : base(parameters) { }

        public Command(in NonTrackedModificationCommandParameters parameters)
            : base(parameters) { }

        protected override IColumnModification CreateColumnModification(in ColumnModificationParameters parameters) =>
            parameters is { IsWrite: true, Entry: { } entry, Property: { } property }
            && SealedColumn.IsSealed(property.ClrType)
            && entry.Context is SyncDbContext { Vault: { } vault }
                ? new SealedWrite(parameters, vault, (ISealedRow)entry.ToEntityEntry().Entity)
                : base.CreateColumnModification(parameters);
    }

    private sealed class SealedWrite(in ColumnModificationParameters parameters, ValueVault vault, ISealedRow row)
        : ColumnModification(parameters)
    {
        private object? _closed;

        public override object? Value
        {
            get => _closed ??= Sealed.Close(vault, row);
            set => base.Value = value;
        }

        private SealedColumn Sealed =>
            Sealing.ColumnsOf((IEntityType)Property!.DeclaringType).Single(column => column.Property == Property.Name);
    }
}

/// <summary>Limited contexts have a model of their own, with filters.</summary>
internal sealed class LimitedModels : IModelCacheKeyFactory
{
    /// <inheritdoc />
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), designTime, (context as SyncDbContext)?.IsLimited);
}
