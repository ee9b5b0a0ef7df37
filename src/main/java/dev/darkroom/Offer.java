package dev.darkroom;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Operation;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.AnimateImage;
import dev.darkroom.operations.Catalogue;
import dev.darkroom.operations.CatalogueFile;
import dev.darkroom.operations.Clips;
import dev.darkroom.operations.DrawToEdit;
import dev.darkroom.operations.FirstTemplates;
import dev.darkroom.operations.GenerateImage;
import dev.darkroom.operations.Handover;
import dev.darkroom.operations.InterpolateVideo;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.RemoveBackground;
import dev.darkroom.operations.Results;
import dev.darkroom.operations.Sources;
import dev.darkroom.operations.Stored;
import dev.darkroom.operations.Studio;
import dev.darkroom.operations.TemplateEditor;
import dev.darkroom.operations.Upscale;
import dev.darkroom.operations.UpscaleVideo;
import dev.darkroom.templates.TemplateStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the operations out of the parts that {@link Wiring} gives. */
@Singleton
class Offer {

  /** All operations, by job type: what the worker can do. */
  record Operations(Map<String, Operation> byType) {}

  @Produces
  @Singleton
  Catalogue catalogue(DarkroomSettings settings) {
    try {
      return CatalogueFile.read(settings.catalogue());
    } catch (IllegalArgumentException e) {
      throw new StartChecks.StartException("DARKROOM_CATALOGUE: " + e.getMessage());
    }
  }

  @Produces
  @Singleton
  Upscale upscale(
      Jobs jobs,
      LibraryStore library,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new Upscale(jobs, library, sources, handover, results, catalogue.upscale(), jobSettings);
  }

  @Produces
  @Singleton
  GenerateImage generateImage(
      Jobs jobs,
      TemplateStore templates,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings,
      OperationSettings settings) {
    return new GenerateImage(
        jobs, templates, sources, handover, results, catalogue, jobSettings, settings);
  }

  @Produces
  @Singleton
  DrawToEdit drawToEdit(
      Jobs jobs,
      Sources sources,
      Handover handover,
      Results results,
      Stored stored,
      Catalogue catalogue,
      JobSettings jobSettings,
      OperationSettings settings) {
    return new DrawToEdit(
        jobs, sources, handover, results, stored, catalogue, jobSettings, settings);
  }

  @Produces
  @Singleton
  Studio studio(
      Jobs jobs,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new Studio(jobs, sources, handover, results, catalogue, jobSettings);
  }

  @Produces
  @Singleton
  RemoveBackground removeBackground(
      Jobs jobs,
      LibraryStore library,
      Blobs blobs,
      Sources sources,
      Stored stored,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new RemoveBackground(
        jobs, library, blobs, sources, stored, handover, results, catalogue.rembg(), jobSettings);
  }

  @Produces
  @Singleton
  AnimateImage animateImage(
      Jobs jobs,
      TemplateStore templates,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new AnimateImage(
        jobs, templates, sources, handover, results, catalogue.video(), jobSettings);
  }

  @Produces
  @Singleton
  UpscaleVideo upscaleVideo(
      Jobs jobs,
      LibraryStore library,
      Clips clips,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new UpscaleVideo(
        jobs, library, clips, handover, results, catalogue.videoUpscale(), jobSettings);
  }

  @Produces
  @Singleton
  InterpolateVideo interpolateVideo(
      Jobs jobs,
      LibraryStore library,
      Clips clips,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    return new InterpolateVideo(
        jobs, library, clips, handover, results, catalogue.videoInterpolate(), jobSettings);
  }

  @Produces
  @Singleton
  Operations operations(
      Upscale upscale,
      GenerateImage generateImage,
      DrawToEdit drawToEdit,
      Studio studio,
      RemoveBackground removeBackground,
      AnimateImage animateImage,
      UpscaleVideo upscaleVideo,
      InterpolateVideo interpolateVideo) {
    return new Operations(
        Stream.of(
                upscale,
                generateImage,
                drawToEdit,
                studio,
                removeBackground,
                animateImage,
                upscaleVideo,
                interpolateVideo)
            .collect(Collectors.toUnmodifiableMap(Operation::type, Function.identity())));
  }

  @Produces
  @Singleton
  TemplateEditor templateEditor(
      TemplateStore store, Sources sources, Blobs blobs, Catalogue catalogue, InstantSource clock) {
    return new TemplateEditor(store, sources, blobs, catalogue, Wiring::id, clock);
  }

  @Produces
  @Singleton
  FirstTemplates firstTemplates(TemplateStore store, TemplateEditor editor, Blobs blobs) {
    return new FirstTemplates(store, editor, blobs, Wiring::id);
  }
}
